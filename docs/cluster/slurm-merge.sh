#!/usr/bin/env bash
# Puts the parts of a batch together when all are done. slurm-submit.sh hands it in; by hand: sbatch slurm-merge.sh DIR
#
# Exit code: railhead's. 1 says that some cases failed, or are missing; the log names them.
#SBATCH --job-name=railhead-merge
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=00:30:00
#SBATCH --requeue
set -euo pipefail

exec "${RAILHEAD:-railhead}" merge "$1"
