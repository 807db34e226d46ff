#!/bin/bash
# Records what the program computes: the outputs of its commands with seeds, one file each. Two recordings of a program that
# computes the same are the same files:
#
#     Tests/Outputs/record.sh .build/release/yiwen before      # before a change that should change nothing
#     Tests/Outputs/record.sh .build/release/yiwen after
#     diff -r before after
#
# The program is run in a folder of its own; nothing outside the repository is read. Times and rates are left out.
set -u
if [ $# -ne 2 ]; then echo "usage: $0 PROGRAM FOLDER" >&2; exit 64; fi
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "$1")
mkdir -p "$2" && out=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME=$work LANG=C.UTF-8 YIWEN_HOME=$root
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME
cd "$work" || exit 1

# say NAME ARGUMENTS…: what a command prints, and its exit status.
say() {
  local name=$1
  shift
  "$program" "$@" > "$out/$name.txt" 2>&1 < /dev/null
  echo "exit $?" >> "$out/$name.txt"
}

# keep NAME FILE…: the sums of files that a command wrote.
keep() {
  local name=$1
  shift
  sha256sum "$@" > "$out/$name.sums"
}

cat > cloze.jsonl <<'END'
{"passage":"小明早上去公园跑步。公园里有很多人。他跑完步就回家吃早饭。","query":"小明跑完步以后回XXXXX吃早饭。","answer":"家"}
{"passage":"张老师教了三十年书，学生都很尊敬他。","query":"学生都很尊敬XXXXX老师。","answer":"张"}
END
cat > summary.jsonl <<'END'
{"text":"市图书馆本周末延长开放时间。周六和周日开到晚上九点。馆长说，这是为了方便考生复习。","summary":"市图书馆周末延长开放时间"}
END
head -c 6000 "$root/README.zh.md" > text.txt

say selfplay selfplay --games 6 --seed 3 --red club --black master,胡荣华 --max-plies 60 --jobs 2 --output games.pgn
keep selfplay games.pgn
say match match search,nodes=20 expert --games 4 --seed 4 --jobs 2 --max-plies 60 --output match.pgn
sed -E -i 's/ [0-9.]+s( |\})/\1/g' match.pgn
keep match match.pgn
say book book --lines 4 --plies 2-3 --tolerance 0.2 --nodes 8 --output book.tsv
keep book book.tsv
say eval-xiangqi eval xiangqi games.pgn
say eval-xiangqi-plain eval xiangqi games.pgn --plain --format json
say eval-cloze eval cloze cloze.jsonl
say eval-summary eval summary summary.jsonl
say analyze analyze games.pgn --game 1 --nodes 20 --lang en
say analyze-json analyze games.pgn --game 2 --nodes 20 --format json
say convert convert games.pgn --notation wxf --output wxf.pgn
keep convert wxf.pgn
say show show --moves "炮二平五 马8进7" --ascii --lang en
say generate generate 春天 --seed 5 --max-tokens 40
say generate-beams generate 春天 --beams 4 --max-tokens 24
say generate-contrastive generate 春天 --contrastive 0.6 --max-tokens 24
say generate-ending generate 春天 --ending 花都开了。 --seed 5
say generate-acrostic generate '' --acrostic 春夏 --steps 100 --seed 5
say generate-logprobs generate 春天 --temperature 0 --logprobs 3 --max-tokens 8
say cloze cloze "今天天气___，我们去公园。"
say cloze-passage cloze "学生都很尊敬___老师。" --passage text.txt --length 1
say cloze-idioms cloze "他做事总是____，从不马虎。" --idioms
say summarize-chosen summarize text.txt --extract-only --sentences 2
say summarize-written summarize text.txt --max-tokens 40
say perplexity perplexity text.txt
say vocab vocab text.txt --output words --size 700 --coverage 0.98
keep vocab words/*
say prepare prepare games.pgn --output data --least-plies 5 --least-games 1 --tactics
keep prepare data/tokens.safetensors data/tactics.safetensors
say prepare-text prepare text.txt --as text --vocabulary words --output text
keep prepare-text text/tokens.safetensors
say train train run first --data data --facts tactics --width 32 --layers 2 --head-size 16 --context 64 --tokens 256 \
  --steps 10 --seed 2 --threads 1 --save-minutes 1000
keep train first/model/model.safetensors first/model/config.json
say train-text train run second --data text --width 32 --layers 2 --head-size 16 --context 64 --tokens 256 --infill 0.5 \
  --steps 10 --seed 2 --threads 1 --save-minutes 1000
keep train-text second/model/model.safetensors
say quantize quantize first/model --output small --to int8
keep quantize small/model.safetensors
say perft perft --depth 3
printf 'uci\nposition startpos moves h2e2 h9g7\ngo nodes 60\nisready\nquit\n' | "$program" uci > "$out/uci.txt" 2>&1; echo "exit $?" >> "$out/uci.txt"
printf 'ucci\nposition startpos moves h2e2 h9g7\ngo nodes 60\nquit\n' | "$program" ucci > "$out/ucci.txt" 2>&1; echo "exit $?" >> "$out/ucci.txt"

# Times and rates differ from run to run.
sed -E -i 's/[0-9]+(\.[0-9]+)? (tokens|positions|games|lines|M nodes)\/s/RATE/g; s/\b(nps|time) [0-9]+/\1 N/g; s/[0-9.]+ s\b/TIME/g; s/ETA [0-9:]+/ETA/g' "$out"/*.txt
sed -E -i 's/"(seconds|tokensPerSecond|positionsPerSecond|time)":[0-9.e-]+/"\1":N/g' "$out"/*.txt
