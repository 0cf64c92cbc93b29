// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Ringspect's kernel side: one program a tracepoint, each of which writes one
 * record of ringspect-events.h into the ring buffer.
 *
 * Programs come in variants (a tracepoint's arguments changed between kernels,
 * and reading memory in place needs a kfunc of 6.2); the helper chooses by the
 * kernel's BTF and leaves the others unloaded. A variant's name says what it is:
 * <event>__<arguments>__<direct|copy>.
 *
 * A BPF object is one translation unit, whose programs share their maps and have
 * what is common inlined: the parts are headers, each included once.
 */
#include "ringspect-submission.h"
#include "ringspect-completion.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

static __always_inline int submitted_by(bool direct, struct io_kiocb *req)
{
	return submitted(direct, req, 0, RS_KIND_SUBMIT, 0);
}

SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(submit__req__direct, struct io_kiocb *req)
{
	return submitted_by(true, req);
}

SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(submit__req__copy, struct io_kiocb *req)
{
	return submitted_by(false, req);
}

/* 6.0 to 6.3 */
SEC("tp_btf/io_uring_submit_sqe")
int BPF_PROG(submit__sqe__copy, struct io_kiocb *req)
{
	return submitted_by(false, req);
}

SEC("tp_btf/io_uring_req_failed")
int BPF_PROG(req_failed__req__direct, const struct io_uring_sqe *sqe, struct io_kiocb *req, int error)
{
	return submitted(true, req, (__u64)sqe, RS_KIND_PREP_FAILED, error);
}

SEC("tp_btf/io_uring_req_failed")
int BPF_PROG(req_failed__req__copy, const struct io_uring_sqe *sqe, struct io_kiocb *req, int error)
{
	return submitted(false, req, (__u64)sqe, RS_KIND_PREP_FAILED, error);
}

SEC("tp_btf/io_uring_complete")
int BPF_PROG(complete__cqe__direct, struct io_ring_ctx *ring, void *req, struct io_uring_cqe *cqe)
{
	return completed_by_cqe(true, ring, (__u64)req, (__u64)cqe);
}

SEC("tp_btf/io_uring_complete")
int BPF_PROG(complete__cqe__copy, struct io_ring_ctx *ring, void *req, struct io_uring_cqe *cqe)
{
	return completed_by_cqe(false, ring, (__u64)req, (__u64)cqe);
}

/* 5.19 to 6.12 */
SEC("tp_btf/io_uring_complete")
int BPF_PROG(complete__scalars__copy, void *ring, void *req, __u64 user_data, int res, unsigned int cflags,
	     __u64 extra1, __u64 extra2)
{
	__u32 setup = BPF_CORE_READ((struct io_ring_ctx *)ring, flags);
	struct completion cqe = {
		.user_data = user_data,
		.res = res,
		.flags = cflags,
		.big_cqe0 = extra1,
		.big_cqe1 = extra2,
		.is_cqe32 = setup & IORING_SETUP_CQE32,
	};

	return completed(false, (__u64)ring, (__u64)req, &cqe);
}

SEC("tp_btf/io_uring_cqe_overflow")
int BPF_PROG(cqe_overflow, void *ring, __u64 user_data, __s32 res, __u32 cflags, void *kept)
{
	struct completion cqe = { .user_data = user_data, .res = res, .flags = cflags };

	return completed_unnamed((__u64)ring, RS_KIND_OVERFLOW, kept ? 0 : RS_OVERFLOW_DROPPED, &cqe);
}

SEC("tp_btf/io_uring_create")
int BPF_PROG(create, int fd, void *ring, __u32 sq_entries, __u32 cq_entries, __u32 flags)
{
	struct task_struct *task = bpf_get_current_task_btf();
	bool mine = admits_task(task, process_of(task).tgid);

	note_birth((__u64)ring);
	if (tracks_requests())
		note_ring((__u64)ring, mine ? RING_WHOLE : RING_FOREIGN, true);
	if (mine)
		announce_ring(ring, flags & IORING_SETUP_REGISTERED_FD_ONLY ? -1 : fd, cq_entries, true);
	return 0;
}

SEC("tp_btf/io_uring_register")
int BPF_PROG(registered, void *ring, unsigned int opcode, unsigned int nr_files, unsigned int nr_bufs, long result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct process who = process_of(task);
	struct rs_register *record;

	if (!admits_task(task, who.tgid))
		return 0;
	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record) {
		count_loss(&counters.lost_other);
		return 0;
	}
	fill_head(&record->head, RS_KIND_REGISTER, 0, 0, (__u64)ring, ring_number((__u64)ring), 0, bpf_ktime_get_ns());
	record->pid = who.tgid;
	record->opcode = opcode;
	record->nr_files = nr_files;
	record->nr_bufs = nr_bufs;
	record->result = result;
	publish(record);
	/* what the kernel says of the ring is another now: its flags, or its entries */
	if ((opcode == IORING_REGISTER_ENABLE_RINGS || opcode == IORING_REGISTER_RESIZE_RINGS) && result >= 0)
		announce_ring(ring, -1, 0, false);
	return 0;
}

/* Something happened to req; whether that is told, subject decides: nearly always the same request. */
static __always_inline int mark_if(struct io_kiocb *req, struct io_kiocb *subject, __u32 what, __u32 arg, __u64 other)
{
	__u64 ctx = as_number((__u64)req->ctx);
	__u32 number = ring_number(ctx);
	struct rs_mark *record;

	if (tracks_requests() && !admission_of((__u64)subject, ctx, number))
		return 0;
	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record) {
		count_loss(&counters.lost_other);
		return 0;
	}
	fill_head(&record->head, RS_KIND_MARK, 0, req->opcode, ctx, number, (__u64)req, bpf_ktime_get_ns());
	record->other = identity(other);
	record->what = what;
	record->arg = arg;
	publish(record);
	return 0;
}

static __always_inline int mark(struct io_kiocb *req, __u32 what, __u32 arg, __u64 other)
{
	return mark_if(req, req, what, arg, other);
}

SEC("tp_btf/io_uring_queue_async_work")
int BPF_PROG(queue_async_work, struct io_kiocb *req, int hashed)
{
	return mark(req, RS_MARK_PUNTED, hashed & 1, 0);
}

SEC("tp_btf/io_uring_poll_arm")
int BPF_PROG(poll_arm, struct io_kiocb *req, int mask, int events_armed)
{
	return mark(req, RS_MARK_POLL_ARMED, mask, 0);
}

SEC("tp_btf/io_uring_defer")
int BPF_PROG(defer, struct io_kiocb *req)
{
	return mark(req, RS_MARK_DEFERRED, 0, 0);
}

SEC("tp_btf/io_uring_link")
int BPF_PROG(link, struct io_kiocb *req, struct io_kiocb *target)
{
	return mark(req, RS_MARK_LINKED, 0, (__u64)target);
}

SEC("tp_btf/io_uring_fail_link")
int BPF_PROG(fail_link, struct io_kiocb *req, struct io_kiocb *member)
{
	/* the head of a failed chain is over by now, and nothing is remembered of it */
	return mark_if(req, member, RS_MARK_LINK_FAILED, request_flags(req) & config.req_f_skip_link_cqes ? 1 : 0,
		       (__u64)member);
}

/* Children of a traced process are traced from their first instruction. */
SEC("tp_btf/sched_process_fork")
int BPF_PROG(process_fork, struct task_struct *parent, struct task_struct *child)
{
	__u32 tgid = process_of(parent).tgid;
	__u8 one = 1;

	if (child->pid != child->tgid || !bpf_map_lookup_elem(&pids, &tgid))
		return 0;
	tgid = process_of(child).tgid;
	if (bpf_map_update_elem(&pids, &tgid, &one, BPF_ANY))
		count_loss(&counters.lost_other); /* more processes than can be followed */
	return 0;
}

/* A number may be used again: it leaves the set with the process's last thread. */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(process_exit, struct task_struct *task)
{
	__u32 tgid = process_of(task).tgid;

	if (BPF_CORE_READ(task, signal, live.counter) == 0)
		bpf_map_delete_elem(&pids, &tgid);
	return 0;
}
