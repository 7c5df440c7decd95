#!/usr/bin/env bash
# A Slurm cluster of two nodes, all of it on this machine and in namespaces of its own (network, host name, processes): the
# first process of the latter, with whose end everything ends. tests/common/slurm.rs starts it.
#
#   unshare --net --uts --pid --mount-proc --fork --kill-child slurm.sh DIR
set -euo pipefail

folder="$1"
export PATH="/usr/sbin:/sbin:$PATH"
export SLURM_CONF="$folder/slurm.conf"

# Daemons look themselves up by their host's name, and may find nothing but the loopback address here. The second address
# is for getaddrinfo, which takes a machine that has 127.0.0.1 alone for one without a network.
hostname localhost
ip link set lo up
ip addr add 127.0.0.2/8 dev lo

mkdir -p "$folder"/{state,n1,n2}
head -c 1024 /dev/urandom >"$folder/munge.key"
chmod 400 "$folder/munge.key"
# No accounting, no control groups: neither a database nor rights over the machine are needed. Processors and memory are
# claimed, not measured, so that four tasks run at a time on any machine. `cred_expire` is also how long a task that was put
# back into the queue waits there.
cat >"$SLURM_CONF" <<END
ClusterName=railhead
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=6817
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge.socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MpiDefault=none
SwitchType=switch/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=sched_interval=1,bf_interval=1,sched_min_interval=0,batch_sched_delay=0
SlurmdParameters=config_overrides
KillWait=1
NodeName=n1 NodeAddr=127.0.0.1 Port=6821 CPUs=4 RealMemory=16384
NodeName=n2 NodeAddr=127.0.0.1 Port=6822 CPUs=4 RealMemory=16384
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
END

# `--force`: wherever temporary folders lie.
munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
    --log-file="$folder/munged.log" --seed-file="$folder/munge.seed" &
until [ -S "$folder/munge.socket" ]; do sleep 0.05; done
slurmctld -D &
slurmd -D -f "$SLURM_CONF" -N n1 &
slurmd -D -f "$SLURM_CONF" -N n2 &
wait
