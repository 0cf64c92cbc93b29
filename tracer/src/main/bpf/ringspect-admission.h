/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Whose requests are told: the filters of a session, the limit of an ordinary user, and
 * what is remembered of requests in flight and of rings so that a completion is judged
 * by its request and not by the task it happens to run in.
 */
#ifndef RINGSPECT_ADMISSION_H
#define RINGSPECT_ADMISSION_H

#include "ringspect-record.h"

/* Processes traced, by tgid in the caller's namespace. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32);
	__type(value, __u8);
} pids SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u8);
} cmd_ops SEC(".maps");

/*
 * Requests in flight that passed the filter, by address. An address is used again
 * as soon as its request is over, so the ring and its number stand beside it; and what a refused
 * request holds may be left over from another, so its number is kept as submitted.
 */
struct admission {
	__u64 ctx;
	__u32 cmd_op;
	__u32 number;
};
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 131072);
	__type(key, __u64);
	__type(value, struct admission);
} admitted SEC(".maps");

/* What is known of a ring's submitters, by address: it decides about completions that name no request. */
#define RING_ADMITTED 1	/* one of them passed the filter */
#define RING_FOREIGN 2	/* one of them did not */
#define RING_WHOLE 4	/* seen since its creation */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, __u8);
} rings SEC(".maps");

#define MAX_PID_NS_LEVEL 32 /* include/linux/pid_namespace.h */

struct process {
	__u32 tgid;
	__u32 tid;
};

/* A PID's number in the caller's namespace, 0 when it has none there. */
static __noinline __u32 number_in_namespace(struct pid *pid)
{
	unsigned int level = BPF_CORE_READ(pid, level);

	for (unsigned int i = 0; i <= MAX_PID_NS_LEVEL; i++) {
		struct upid *number;
		struct pid_namespace *ns;

		if (i > level)
			break;
		number = (void *)pid + bpf_core_field_offset(pid->numbers) + i * bpf_core_type_size(struct upid);
		ns = BPF_CORE_READ(number, ns);
		if (BPF_CORE_READ(ns, ns.inum) == config.pidns_inum)
			return BPF_CORE_READ(number, nr);
	}
	return 0;
}

static __always_inline struct process process_of(struct task_struct *task)
{
	struct process who;

	if (!config.pidns_inum) {
		who.tgid = task->tgid;
		who.tid = task->pid;
	} else {
		who.tgid = number_in_namespace(BPF_CORE_READ(task, group_leader, thread_pid));
		who.tid = number_in_namespace(BPF_CORE_READ(task, thread_pid));
	}
	return who;
}

static __always_inline bool all_are_owner(const struct cred *cred)
{
	__u32 uid = config.owner_uid, gid = config.owner_gid;
	__u64 capabilities = ~0ULL;

	bpf_probe_read_kernel(&capabilities, sizeof(capabilities),
			      (void *)cred + bpf_core_field_offset(cred->cap_permitted));
	return !capabilities && BPF_CORE_READ(cred, uid.val) == uid && BPF_CORE_READ(cred, euid.val) == uid &&
	       BPF_CORE_READ(cred, suid.val) == uid && BPF_CORE_READ(cred, fsuid.val) == uid &&
	       BPF_CORE_READ(cred, gid.val) == gid && BPF_CORE_READ(cred, egid.val) == gid &&
	       BPF_CORE_READ(cred, sgid.val) == gid;
}

/* Whether a task is one that the caller may look into with a debugger: the kernel's own rule for ptrace. */
static __always_inline bool owns_task(struct task_struct *task)
{
	struct mm_struct *mm = BPF_CORE_READ(task, mm);
	unsigned long flags;

	if (!mm || !all_are_owner(BPF_CORE_READ(task, cred)))
		return false;
	if (bpf_core_field_exists(((struct task_struct___exec_state *)task)->exec_state)) {
		void *state = BPF_CORE_READ((struct task_struct___exec_state *)task, exec_state);
		__u32 dumpable = 0;

		return config.dumpable_at && !bpf_probe_read_kernel(&dumpable, 4, state + config.dumpable_at - 1) &&
		       dumpable == SUID_DUMP_USER;
	}
	if (bpf_core_field_exists(((struct mm_struct___bitmap *)mm)->flags.__mm_flags))
		flags = BPF_CORE_READ((struct mm_struct___bitmap *)mm, flags.__mm_flags[0]);
	else
		flags = BPF_CORE_READ(mm, flags);
	return (flags & MMF_DUMPABLE_MASK) == SUID_DUMP_USER;
}

static __always_inline bool admits_task(struct task_struct *task, __u32 tgid)
{
	if (config.filter_pids && !bpf_map_lookup_elem(&pids, &tgid))
		return false;
	if (config.filter_uid && BPF_CORE_READ(task, cred, uid.val) != config.uid)
		return false;
	return !config.owner_limit || owns_task(task);
}

static __always_inline bool admits_credentials(struct io_kiocb *req, __u64 req_flags, __u64 sqe)
{
	__u16 personality = 0;

	if (!config.owner_limit)
		return true;
	if (config.req_f_creds) {
		if (!(req_flags & config.req_f_creds))
			return true;
	} else {
		/* The flag's place is not known here: a personality is what sets it. */
		if (bpf_probe_read_kernel(&personality, 2, (void *)(sqe + 42)))
			return false;
		if (!personality)
			return true;
	}
	return all_are_owner(BPF_CORE_READ(req, creds));
}

static __always_inline bool admits_command(__u8 opcode, __u32 cmd_op)
{
	if (config.filter_opcodes && !(config.opcodes[opcode >> 6] >> (opcode & 63) & 1))
		return false;
	if (!config.filter_cmd_ops)
		return true;
	if (opcode != IORING_OP_URING_CMD && opcode != IORING_OP_URING_CMD128)
		return false;
	return bpf_map_lookup_elem(&cmd_ops, &cmd_op);
}

static __always_inline void note_ring(__u64 ctx, __u8 what, bool fresh)
{
	__u8 *known = bpf_map_lookup_elem(&rings, &ctx);
	__u8 value = what;

	if (known && !fresh) {
		if ((*known & what) == what)
			return;
		value |= *known;
	}
	bpf_map_update_elem(&rings, &ctx, &value, BPF_ANY);
}

/* Whether a completion that names no request may be told. */
static __always_inline bool admits_ring(__u64 ctx)
{
	__u8 *known;

	if (!tracks_requests())
		return true;
	known = bpf_map_lookup_elem(&rings, &ctx);
	if (!known)
		return false;
	if (config.owner_limit)
		return *known == (RING_ADMITTED | RING_WHOLE);
	return *known & RING_ADMITTED;
}

/* The admission of a request in flight on a ring, NULL when it has none. */
static __always_inline struct admission *admission_of(__u64 req, __u64 ctx, __u32 number)
{
	struct admission *found = bpf_map_lookup_elem(&admitted, &req);

	return found && found->ctx == ctx && may_be_same_ring(found->number, number) ? found : NULL;
}

#endif
