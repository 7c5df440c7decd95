#!/usr/bin/env bash
# One part of a batch, as a task of a job array. slurm-submit.sh hands it in; by hand, for parts 2 and 3 of 4:
#
#   sbatch --array=2,3 slurm-part.sh 4 DIR FILE... [what else `railhead batch` takes]
#
# Exit code 0: the part is done; cases that failed for want of sense are named by the merge. Otherwise railhead's.
#SBATCH --job-name=railhead
#SBATCH --cpus-per-task=2
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
# A part whose node is lost is begun again elsewhere; its log goes on where it was.
#SBATCH --requeue
#SBATCH --open-mode=append
# Two minutes before its time is up this script is told.
#SBATCH --signal=B:USR1@120
set -euo pipefail

# How many parts there are is not SLURM_ARRAY_TASK_COUNT: that is less where only some are handed in again.
parts="$1"
out="$2"
shift 2
part="$SLURM_ARRAY_TASK_ID"
restarts="${SLURM_RESTART_COUNT:-0}"

# Puts the task back into the queue, unless that was done often enough; the next try goes on where this one was.
again() {
    if [ "$restarts" -ge "${RAILHEAD_AGAIN:-3}" ]; then
        echo "Part $part of $parts: $1, after $restarts restarts. Given up."
        return
    fi
    echo "Part $part of $parts: $1. Back into the queue."
    # Not SLURM_JOB_ID: the last task's is that of the whole array.
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_$part"
}

echo "Part $part of $parts on ${SLURMD_NODENAME:-this node}, restart $restarts."
"${RAILHEAD:-railhead}" batch "$@" --out "$out" --shard "$part/$parts" --threads "${SLURM_CPUS_PER_TASK:-1}" --quiet &
railhead=$!
trap 'kill "$railhead" || true; again "its time is nearly up"; exit 3' USR1

status=0
wait "$railhead" || status=$?
case "$status" in
    0 | 1) exit 0 ;;
    # Nothing that a second try would mend: what is wrong stands above.
    2) exit 2 ;;
    *)
        again "railhead ended with $status"
        exit "$status"
        ;;
esac
