/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * A request's beginning: where its SQE lies, how much of it there is, and the record.
 */
#ifndef RINGSPECT_SUBMISSION_H
#define RINGSPECT_SUBMISSION_H

#include "ringspect-announce.h"

static __always_inline void copy_comm(char *to, struct task_struct *task)
{
	const volatile __u64 *comm = (void *)&task->comm;

	((__u64 *)to)[0] = comm[0];
	((__u64 *)to)[1] = comm[1];
}

static __always_inline __u64 request_flags(struct io_kiocb *req)
{
	if (bpf_core_field_size(req->flags) == 4)
		return ((struct io_kiocb___flags32 *)req)->flags;
	return req->flags;
}

/* Where the SQE of a request that is being submitted lies, 0 when it can't be known. */
static __always_inline __u64 find_sqe(bool direct, struct io_kiocb *req, struct io_ring_ctx *ctx, __u32 setup,
				      __u8 opcode)
{
	__u32 entries, back = 1, index;

	if (opcode == IORING_OP_URING_CMD || opcode == IORING_OP_URING_CMD128) {
		struct io_uring_cmd *cmd = (void *)req;

		if (bpf_core_field_exists(cmd->sqe)) {
			if (direct)
				return word_at(direct, (__u64)req + bpf_core_field_offset(cmd->sqe));
			return (__u64)BPF_CORE_READ(cmd, sqe);
		}
		return (__u64)BPF_CORE_READ((struct io_uring_cmd___cmd *)cmd, cmd) - 48;
	}
	if ((setup & IORING_SETUP_SQE_MIXED) && opcode == IORING_OP_NOP128)
		back = 2;
	entries = ctx->sq_entries;
	index = (ctx->cached_sq_head - back) & (entries - 1);
	if (!(setup & IORING_SETUP_NO_SQARRAY)) {
		__u64 array = word_at(direct, (__u64)ctx + bpf_core_field_offset(ctx->sq_array));
		__u64 pair = array + (index & ~1U) * 4ULL;

		/* read as a word: the array is aligned, and has an even number of entries unless it has one */
		index = word_at(direct, pair) >> ((index & 1) * 32);
		if (index >= entries)
			return 0;
	}
	if (setup & IORING_SETUP_SQE128)
		index <<= 1;
	return word_at(direct, (__u64)ctx + bpf_core_field_offset(ctx->sq_sqes)) + (__u64)index * 64;
}

/*
 * On a ring of mixed sizes the opcode tells, and user space may have changed it
 * since: 128 bytes are never taken from the last slot, after which others' memory
 * lies. (The kernel's own copy of a URING_CMD128 that passed prep has them all.)
 */
static __always_inline bool has_128_bytes(bool direct, struct io_ring_ctx *ctx, __u32 setup, __u8 opcode, __u8 kind,
					  __u64 sqe)
{
	__u64 first, last;

	if (setup & IORING_SETUP_SQE128)
		return true;
	if (!(setup & IORING_SETUP_SQE_MIXED) || !sqe)
		return false;
	if (opcode != IORING_OP_NOP128 && opcode != IORING_OP_URING_CMD128)
		return false;
	if (kind == RS_KIND_SUBMIT && opcode == IORING_OP_URING_CMD128)
		return true;
	first = word_at(direct, (__u64)ctx + bpf_core_field_offset(ctx->sq_sqes));
	last = first + (__u64)(ctx->sq_entries - 1) * 64;
	sqe = as_number(sqe);
	return sqe >= first && sqe < last;
}

/*
 * SQEs that wait after the one that is being taken. The tail is the program's to write:
 * more than there are slots is no answer.
 */
static __always_inline __u32 sqes_left(struct io_ring_ctx *ctx)
{
	__u32 left;

	if (!bpf_core_field_exists(ctx->rings))
		return 0;
	left = ctx->rings->sq.tail - ctx->cached_sq_head;
	return left <= ctx->sq_entries ? left : 0;
}

/* One request at its submission. What decides about it is read once, and is what its record says. */
struct submission {
	struct task_struct *task;
	struct process who;
	__u64 sqe;	/* where it lies, 0 when it can't be known */
	__u64 first;	/* its words 0 and 1 */
	__u64 second;
	__u32 setup;	/* the ring's flags */
	__u32 number;	/* and its number */
	__u32 file;
	__s32 error;
	__u8 kind;
	__u8 opcode;
	bool fixed;
};

/*
 * The task that submits. The request knows it, which saves the call; under the owner's
 * limit nothing but the kernel's own word counts.
 */
static __always_inline struct task_struct *submitter(bool direct, struct io_kiocb *req)
{
	if (direct && !config.owner_limit && bpf_core_field_exists(req->tctx))
		return req->tctx->task;
	return bpf_get_current_task_btf();
}

static __always_inline void fill_submit(bool direct, struct rs_submit *record, struct io_kiocb *req,
					struct io_ring_ctx *ctx, const struct submission *s)
{
	__u64 *words = (__u64 *)record->sqe;
	__u8 flags = s->fixed ? RS_SUBMIT_FIXED : 0;

	if (s->sqe) {
		words[0] = s->first;
		words[1] = s->second;
		copy_words(direct, words + 2, s->sqe + 16, 6);
	} else {
		__builtin_memset(record->sqe, 0, 64);
		flags |= RS_SUBMIT_NO_SQE;
	}
	record->pid = s->who.tgid;
	record->tid = s->who.tid;
	record->taken = ctx->cached_sq_head;
	record->left = s->kind == RS_KIND_PREP_FAILED ? sqes_left(ctx) : 0;
	if (s->setup & IORING_SETUP_SQPOLL)
		flags |= RS_SUBMIT_SQPOLL; /* on such a ring nobody else takes SQEs */
	record->setup_flags = s->setup;
	record->file = s->file;
	record->error = s->error;
	record->pad = 0;
	copy_comm(record->comm, s->task);
	fill_head(&record->head, s->kind, flags, s->opcode, (__u64)ctx, s->number, (__u64)req,
		  bpf_ktime_get_ns());
}

/* Whether a request passes the filter; what is remembered of it in flight follows. */
static __always_inline bool admits_request(struct io_kiocb *req, struct io_ring_ctx *ctx, const struct submission *s,
					   __u64 *lost)
{
	__u64 request = (__u64)req;
	__u32 cmd_op = s->second;
	struct admission admission = {};

	if (!admits_task(s->task, s->who.tgid) || !admits_credentials(req, request_flags(req), s->sqe)) {
		bpf_map_delete_elem(&admitted, &request);
		note_ring((__u64)ctx, RING_FOREIGN, false);
		return false;
	}
	if (!admits_command(s->opcode, cmd_op)) {
		bpf_map_delete_elem(&admitted, &request);
		return false;
	}
	note_ring((__u64)ctx, RING_ADMITTED, false);
	admission.ctx = (__u64)ctx;
	admission.number = s->number;
	if (s->opcode == IORING_OP_URING_CMD || s->opcode == IORING_OP_URING_CMD128)
		admission.cmd_op = cmd_op;
	if (!bpf_map_update_elem(&admitted, &request, &admission, BPF_ANY))
		return true;
	count_loss(lost);
	return false;
}

/* Both ways into a request's life: it passed prep, or it was refused there. */
static __always_inline int submitted(bool direct, struct io_kiocb *req, __u64 sqe, __u8 kind, int error)
{
	struct io_ring_ctx *ctx = req->ctx;
	struct submission s = { .sqe = sqe, .kind = kind, .error = error, .opcode = req->opcode, .setup = ctx->flags };
	__u64 *lost = kind == RS_KIND_SUBMIT ? &counters.lost_submit : &counters.lost_prep_failed;
	struct rs_submit *record;
	bool wide;
	int fd;

	s.number = ring_number((__u64)ctx);
	s.task = submitter(direct, req);
	s.who = process_of(s.task);
	if (kind == RS_KIND_SUBMIT)
		s.sqe = find_sqe(direct, req, ctx, s.setup, s.opcode);
	if (s.sqe) {
		s.first = word_at(direct, s.sqe);
		s.second = word_at(direct, s.sqe + 8);
	}
	if (kind == RS_KIND_PREP_FAILED)
		s.opcode = s.first; /* the kernel forces a number it does not know to 0 */
	s.fixed = s.first >> 8 & IOSQE_FIXED_FILE;
	fd = s.first >> 32;

	if (tracks_requests() && !admits_request(req, ctx, &s, lost))
		return 0;
	intern_ring(ctx, s.number);
	s.file = intern_file(direct, find_file(direct, ctx, s.task, fd, s.fixed), ctx, fd, s.fixed);

	wide = has_128_bytes(direct, ctx, s.setup, s.opcode, kind, s.sqe);
	if (wide) {
		record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
		if (!record)
			goto lost;
		if (s.sqe)
			copy_words(direct, (__u64 *)record->sqe + 8, s.sqe + 64, 8);
		else
			__builtin_memset(record->sqe + 64, 0, 64);
		fill_submit(direct, record, req, ctx, &s);
	} else {
		record = bpf_ringbuf_reserve(&events, sizeof(*record) - 64, 0);
		if (!record)
			goto lost;
		fill_submit(direct, record, req, ctx, &s);
	}
	publish(record);
	return 0;
lost:
	count_loss(lost);
	return 0;
}

#endif
