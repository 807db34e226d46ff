// Xiangqi
