#!/usr/bin/env bash
# Hands a batch to a Slurm cluster: a job array with one task for each part, and a job that puts the parts together.
#
#   slurm-submit.sh DIR PARTS FILE... [what else `railhead batch` takes]
#   slurm-submit.sh results 4 campaign.xlsx --sweep trucks=80%:120%:10%
#
# Run it in a folder that every node sees under the same path; DIR, the workbooks and the program must be seen there too.
# Run it again, with the same words, after whatever went wrong: what is finished is not done again.
#
#   RAILHEAD         the program, where it is not on the PATH of the nodes
#   RAILHEAD_AGAIN   how often a part that was killed is begun again [3]
#   SBATCH_...       sbatch's own settings: SBATCH_PARTITION, SBATCH_ACCOUNT, SBATCH_TIMELIMIT and so on
#
# Processors, memory and time of a part stand at the top of slurm-part.sh.
set -euo pipefail

if [ $# -lt 3 ]; then
    echo "usage: ${0##*/} DIR PARTS FILE... [what else 'railhead batch' takes]" >&2
    exit 2
fi
out="$1"
parts="$2"
shift 2
if ! [[ "$parts" =~ ^[1-9][0-9]*$ ]]; then
    echo "'$parts' is not a number of parts: a whole number from 1." >&2
    exit 2
fi
scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
mkdir -p "$out/logs"

array="$(sbatch --parsable --array="1-$parts" --output="$out/logs/part-%a.log" \
    "$scripts/slurm-part.sh" "$parts" "$out" "$@")"
# With several clusters the answer is JOB;CLUSTER.
array="${array%%;*}"
merge="$(sbatch --parsable --dependency="afterok:$array" --kill-on-invalid-dep=yes --output="$out/logs/merge.log" \
    "$scripts/slurm-merge.sh" "$out")"
echo "The parts are job $array, tasks 1 to $parts; job ${merge%%;*} puts them together. Logs: $out/logs"
