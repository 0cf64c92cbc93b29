/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What the helper tells the BPF programs before they are loaded. It is read-only
 * data from then on: the verifier drops the branches that a session does not use,
 * and nobody can widen a session afterwards.
 */
#ifndef RINGSPECT_CONFIG_H
#define RINGSPECT_CONFIG_H

#ifndef __bpf__
#include <linux/types.h>
#endif

struct rs_config {
	__u8 owner_limit;     /* only requests of tasks that the owner could debug, no addresses, no pdu */
	__u8 filter_pids;     /* only processes in the map "pids" */
	__u8 filter_opcodes;  /* only opcodes in the bit set below */
	__u8 filter_cmd_ops;  /* only commands whose cmd_op is in the map "cmd_ops" */
	__u8 filter_uid;      /* only tasks whose real uid is uid */
	__u8 unused[3];
	__u32 owner_uid;
	__u32 owner_gid;
	__u32 uid;
	__u32 pidns_inum;     /* the caller's PID namespace, 0 for the initial one */
	__u32 dumpable_at;    /* one more than the offset of task_exec_state.dumpable, 0 where there is no such struct */
	__u32 ring_f_compat;  /* io_ring_ctx.int_flags bit of a 32-bit task's ring, where the kernel has that word */
	__u64 opcodes[4];
	__u64 req_f_creds;    /* io_kiocb.flags bit that says creds is set, 0 when unknown */
	__u64 req_f_skip_link_cqes; /* io_kiocb.flags bit of a failed chain's head that was to skip its CQE */
	__u64 keys[2];	      /* what turns an address into an id under owner_limit */
};

#endif
