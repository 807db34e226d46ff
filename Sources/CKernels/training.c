// Stand-ins until the fast kernels of the next commit: every operation is its scalar twin.
#include "ck_training.h"
void ck_gemm(ck_plan plan, ck_matrix c, ck_matrix a, bool ta, ck_matrix b, bool tb, bool accumulate) { ck_scalar_gemm(c, a, ta, b, tb, accumulate); }
void ck_train_rms_norm(ck_plan plan, ck_matrix y, float *inverse, ck_matrix x, const float *weight, float epsilon) { ck_scalar_train_rms_norm(y, inverse, x, weight, epsilon); }
void ck_train_rms_norm_backward(ck_plan plan, ck_matrix dx, float *dweight, ck_matrix dy, ck_matrix x, const float *weight, const float *inverse) { ck_scalar_train_rms_norm_backward(dx, dweight, dy, x, weight, inverse); }
void ck_train_layer_norm(ck_plan plan, ck_matrix y, float *mean, float *inverse, ck_matrix x, const float *weight, const float *bias, float epsilon) { ck_scalar_train_layer_norm(y, mean, inverse, x, weight, bias, epsilon); }
void ck_train_layer_norm_backward(ck_plan plan, ck_matrix dx, float *dweight, float *dbias, ck_matrix dy, ck_matrix x, const float *weight, const float *mean, const float *inverse) { ck_scalar_train_layer_norm_backward(dx, dweight, dbias, dy, x, weight, mean, inverse); }
void ck_train_rotate(ck_plan plan, ck_matrix x, size_t D, const float *cosines, const float *sines, bool backwards) { ck_scalar_train_rotate(x, D, cosines, sines, backwards); }
void ck_swiglu(ck_plan plan, ck_matrix y, ck_matrix gate, ck_matrix up) { ck_scalar_swiglu(y, gate, up); }
void ck_swiglu_backward(ck_plan plan, ck_matrix dgate, ck_matrix dup, ck_matrix dy, ck_matrix gate, ck_matrix up) { ck_scalar_swiglu_backward(dgate, dup, dy, gate, up); }
void ck_gelu(ck_plan plan, ck_matrix y, ck_matrix x) { ck_scalar_gelu(y, x); }
void ck_gelu_backward(ck_plan plan, ck_matrix dx, ck_matrix dy, ck_matrix x) { ck_scalar_gelu_backward(dx, dy, x); }
void ck_train_attention(ck_plan plan, ck_matrix y, float *log_sums, ck_matrix q, ck_matrix k, ck_matrix v, ck_sequences sequences) { ck_scalar_train_attention(y, log_sums, q, k, v, sequences); }
void ck_train_attention_backward(ck_plan plan, ck_matrix dq, ck_matrix dk, ck_matrix dv, ck_matrix dy, ck_matrix y, ck_matrix q, ck_matrix k, ck_matrix v, const float *log_sums, ck_sequences sequences) { ck_scalar_train_attention_backward(dq, dk, dv, dy, y, q, k, v, log_sums, sequences); }
void ck_cross_entropy(ck_plan plan, ck_matrix logits, float *losses, const int32_t *targets, const float *weights, float gradient_scale, size_t top) { ck_scalar_cross_entropy(logits, losses, targets, weights, gradient_scale, top); }
void ck_gather_rows(ck_plan plan, ck_matrix x, ck_matrix table, const int32_t *ids) { ck_scalar_gather_rows(x, table, ids); }
void ck_add_row_sums(ck_plan plan, ck_matrix x, ck_matrix table, const int32_t *offsets, const int32_t *ids) { ck_scalar_add_row_sums(x, table, offsets, ids); }
void ck_scatter_add(ck_plan plan, ck_matrix dtable, ck_matrix dx, const int32_t *ids) { ck_scalar_scatter_add(dtable, dx, ids); }
void ck_scatter_add_sums(ck_plan plan, ck_matrix dtable, ck_matrix dx, const int32_t *offsets, const int32_t *ids) { ck_scalar_scatter_add_sums(dtable, dx, offsets, ids); }
void ck_dropout(ck_plan plan, ck_matrix x, float rate, uint64_t seed, uint64_t offset) { ck_scalar_dropout(x, rate, seed, offset); }
void ck_add_bias(ck_plan plan, ck_matrix x, const float *bias) { ck_scalar_add_bias(x, bias); }
void ck_bias_gradient(ck_plan plan, float *dbias, ck_matrix dy) { ck_scalar_bias_gradient(dbias, dy); }
void ck_add_matrix(ck_plan plan, ck_matrix y, ck_matrix x) { ck_scalar_add_matrix(y, x); }
void ck_scale_matrix(ck_plan plan, ck_matrix x, float factor) { ck_scalar_scale_matrix(x, factor); }
void ck_copy_matrix(ck_plan plan, ck_matrix y, ck_matrix x) { ck_scalar_copy_matrix(y, x); }
double ck_sum_of_squares(ck_plan plan, const float *x, size_t n) { return ck_scalar_sum_of_squares(x, n); }
void ck_adamw(ck_plan plan, float *p, const float *g, float *m, float *v, size_t n, ck_adamw_step step) { ck_scalar_adamw(p, g, m, v, n, step); }
void ck_mix(ck_plan plan, float *y, const float *x, size_t n, float share) { ck_scalar_mix(y, x, n, share); }
