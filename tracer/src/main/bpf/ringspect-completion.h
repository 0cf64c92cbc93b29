/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * A request's end: a CQE, the pdu, and the flush that both are part of.
 */
#ifndef RINGSPECT_COMPLETION_H
#define RINGSPECT_COMPLETION_H

#include "ringspect-announce.h"

/*
 * The flush that a processor is in: requests that a ring completes in one go. The
 * kernel writes their CQEs one after another, and then shows them all to the program
 * at once by moving the tail. Reading the clock is the dearest step of a completion,
 * so the CQEs of a flush share the time of its first; and their requests hold their
 * files until it is over, so that one address is one file.
 */
struct flush {
	__u64 ctx;
	__u64 time;
	__u64 file;
	__u32 file_id;
	__u32 number;	/* of the ring: the next one at its address may have the same tail and head */
	__u32 tail;	/* as the program sees it */
	__u32 sq_head;	/* as the kernel keeps it: moved when an SQE was taken meanwhile, whatever the program does to its tail */
};
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct flush);
} flushes SEC(".maps");

struct completion {
	struct io_ring_ctx *ring; /* NULL where its memory can't be read in place */
	__u64 user_data;
	__s32 res;
	__u32 flags;
	__u64 big_cqe0;
	__u64 big_cqe1;
	bool is_cqe32;
};

static __always_inline void fill_complete(struct rs_complete *record, __u8 kind, __u8 flags, __u8 opcode, __u64 ctx,
					  __u32 number, __u64 req, const struct completion *cqe, __u32 file,
					  __u32 cmd_op, __u64 time)
{
	fill_head(&record->head, kind, cqe->is_cqe32 ? flags | RS_COMPLETE_CQE32 : flags, opcode, ctx,
		  number, req, time);
	record->user_data = cqe->user_data;
	record->res = cqe->res;
	record->cqe_flags = cqe->flags;
	record->big_cqe0 = cqe->big_cqe0;
	record->big_cqe1 = cqe->big_cqe1;
	record->file = file;
	record->cmd_op = cmd_op;
}

/*
 * The flush that a completion is part of, begun anew unless nothing moved since the
 * last one; NULL where it can't be known.
 */
static __always_inline struct flush *see_flush(struct io_ring_ctx *ctx, __u32 number)
{
	struct flush *flush;
	__u32 tail, head, zero = 0;

	if (!ctx || !bpf_core_field_exists(ctx->rings))
		return NULL;
	tail = ctx->rings->cq.tail;
	head = ctx->cached_sq_head;
	flush = bpf_map_lookup_elem(&flushes, &zero);
	if (!flush || (flush->ctx == (__u64)ctx && flush->tail == tail && flush->sq_head == head &&
		       flush->number == number))
		return flush;
	flush->ctx = 0;
	barrier_var(flush);
	flush->time = bpf_ktime_get_ns();
	flush->file = 0;
	flush->file_id = 0;
	flush->number = number;
	flush->tail = tail;
	flush->sq_head = head;
	barrier_var(flush);
	flush->ctx = (__u64)ctx;
	return flush;
}

static __always_inline __u32 intern_file_of_completion(bool direct, __u64 address, __u64 ctx, struct flush *flush)
{
	__u32 id;

	if (flush && flush->file == address)
		return flush->file_id;
	id = intern_file(direct, address, (void *)ctx, -1, false);
	if (flush) {
		flush->file = 0;
		barrier_var(flush);
		flush->file_id = id;
		barrier_var(flush);
		flush->file = address;
	}
	return id;
}

static __always_inline int completed_request(bool direct, __u64 ctx, __u64 request, const struct completion *cqe)
{
	struct io_uring_cmd *cmd = (void *)request;
	struct rs_complete *record;
	struct flush *flush;
	__u64 file_address, time;
	__u32 file, number, cmd_op = 0;
	__u8 opcode, flags = 0;
	bool is_cmd;

	if (direct) {
		struct io_kiocb *req = as_request(request);

		opcode = req->opcode;
		file_address = (__u64)req->file;
	} else {
		struct io_kiocb *req = (void *)request;

		opcode = BPF_CORE_READ(req, opcode);
		file_address = (__u64)BPF_CORE_READ(req, file);
	}
	is_cmd = opcode == IORING_OP_URING_CMD || opcode == IORING_OP_URING_CMD128;
	number = ring_number(ctx);
	if (tracks_requests()) {
		struct admission *admission = admission_of(request, ctx, number);

		if (!admission)
			return 0;
		cmd_op = admission->cmd_op;
		/* a zero-copy send is over with its first CQE: what comes later is its notification's */
		if (!(cqe->flags & IORING_CQE_F_MORE) || opcode == IORING_OP_SEND_ZC || opcode == IORING_OP_SENDMSG_ZC)
			bpf_map_delete_elem(&admitted, &request);
	}
	flush = see_flush(cqe->ring, number);
	file = intern_file_of_completion(direct, file_address, ctx, flush);
	if (!is_cmd || config.owner_limit) {
		record = bpf_ringbuf_reserve(&events, sizeof(*record) - 32, 0);
		if (!record)
			goto lost;
	} else {
		record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
		if (!record)
			goto lost;
		copy_words(direct, (__u64 *)record->pdu, request + bpf_core_field_offset(cmd->pdu), 4);
		flags = RS_COMPLETE_PDU;
	}
	if (is_cmd && !tracks_requests()) {
		if (direct)
			cmd_op = word_at(direct, request + bpf_core_field_offset(cmd->cmd_op));
		else
			cmd_op = BPF_CORE_READ(cmd, cmd_op);
	}
	time = flush ? flush->time : bpf_ktime_get_ns();
	fill_complete(record, RS_KIND_COMPLETE, flags, opcode, ctx, number, request, cqe, file, cmd_op, time);
	publish(record);
	return 0;
lost:
	count_loss(&counters.lost_complete);
	return 0;
}

/* A CQE that names no request: one of many of a multishot request, a message from another ring, or an overflow. */
static __always_inline int completed_unnamed(__u64 ctx, __u8 kind, __u8 flags, const struct completion *cqe)
{
	struct rs_complete *record;

	if (!admits_ring(ctx))
		return 0;
	record = bpf_ringbuf_reserve(&events, sizeof(*record) - 32, 0);
	if (!record) {
		count_loss(&counters.lost_complete);
		return 0;
	}
	fill_complete(record, kind, flags | RS_COMPLETE_NO_REQ, 0, ctx, ring_number(ctx), 0, cqe, 0, 0,
		      bpf_ktime_get_ns());
	publish(record);
	return 0;
}

static __always_inline int completed(bool direct, __u64 ctx, __u64 req, const struct completion *cqe)
{
	/* the request of a zero-copy notification was never submitted: its CQE belongs by user_data, like one of many */
	if (!req || cqe->flags & IORING_CQE_F_NOTIF)
		return completed_unnamed(ctx, RS_KIND_COMPLETE, 0, cqe);
	return completed_request(direct, ctx, req, cqe);
}

/* 6.13 on */
static __always_inline int completed_by_cqe(bool direct, struct io_ring_ctx *ctx, __u64 req, __u64 address)
{
	struct completion cqe = { .ring = direct ? ctx : NULL };
	__u32 setup = ctx->flags;
	__u64 result;

	cqe.user_data = word_at(direct, address);
	result = word_at(direct, address + 8);
	cqe.res = result;
	cqe.flags = result >> 32;
	cqe.is_cqe32 = setup & IORING_SETUP_CQE32 || (setup & IORING_SETUP_CQE_MIXED && cqe.flags & IORING_CQE_F_32);
	if (cqe.is_cqe32) {
		cqe.big_cqe0 = word_at(direct, address + 16);
		cqe.big_cqe1 = word_at(direct, address + 24);
	}
	return completed(direct, (__u64)ctx, req, &cqe);
}

#endif
