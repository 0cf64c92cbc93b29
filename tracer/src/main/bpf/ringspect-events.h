/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The one definition of every event record that Ringspect's kernel side makes.
 *
 * A record is what one tracepoint said about one request, ring or file. Records
 * travel in a BPF ring buffer, or length-prefixed on a stream, in the kernel's
 * order and in its byte order. Every record starts with struct rs_head; its kind
 * and its length say which of the structs below it is. All members are naturally
 * aligned and there is no padding, so that every target lays them out alike.
 *
 * A change of any layout raises RS_EVENTS_VERSION; the reader refuses another.
 */
#ifndef RINGSPECT_EVENTS_H
#define RINGSPECT_EVENTS_H

#ifndef __bpf__
#include <linux/types.h>
#endif

#define RS_EVENTS_VERSION 3

enum rs_kind {
	RS_KIND_RING = 1,	  /* struct rs_ring: a ring was created, seen for the first time, or changed */
	RS_KIND_FILE = 2,	  /* struct rs_file: a file was seen for the first time */
	RS_KIND_SUBMIT = 3,	  /* struct rs_submit: a request passed prep */
	RS_KIND_PREP_FAILED = 4,  /* struct rs_submit: a request was refused at prep */
	RS_KIND_COMPLETE = 5,	  /* struct rs_complete: a CQE was written */
	RS_KIND_OVERFLOW = 6,	  /* struct rs_complete: a CQE did not fit into the ring */
	RS_KIND_MARK = 7,	  /* struct rs_mark: something happened to a request on its way */
	RS_KIND_REGISTER = 8,	  /* struct rs_register: io_uring_register was called on a ring */
};

/* rs_head.flags */
enum rs_head_flags {
	RS_RING_CREATED = 1,	/* ring: io_uring_create was seen */
	RS_RING_COMPAT = 2,	/* ring: made by a 32-bit task */
	RS_FILE_PATH = 1,	/* file: opened with O_PATH, which serves no request */
	RS_SUBMIT_SQPOLL = 1,	/* submit: taken by the SQPOLL thread */
	RS_SUBMIT_NO_SQE = 2,	/* submit: the SQE could not be read, sqe[] is zero */
	RS_SUBMIT_FIXED = 4,	/* submit: fd is an index of the ring's own file table */
	RS_COMPLETE_NO_REQ = 1, /* complete: no request pointer, join on (ring, user_data) */
	RS_COMPLETE_PDU = 2,	/* complete: pdu[] holds the command's pdu (not given to an ordinary user) */
	RS_COMPLETE_CQE32 = 4,	/* complete: a 32-byte CQE, big_cqe0 and big_cqe1 are valid */
	RS_OVERFLOW_DROPPED = 8,/* overflow: there was no memory to keep the CQE, it is gone */
};

/* rs_mark.what */
enum rs_mark_what {
	RS_MARK_PUNTED = 1,	/* io_uring_queue_async_work: handed to io-wq; arg is 1 when hashed */
	RS_MARK_POLL_ARMED = 2, /* io_uring_poll_arm; arg is the event mask */
	RS_MARK_DEFERRED = 3,	/* io_uring_defer: parked because of a drain */
	RS_MARK_LINKED = 4,	/* io_uring_link; other is the request it hangs on */
	RS_MARK_LINK_FAILED = 5,/* io_uring_fail_link; other is the cancelled member, arg is 1 when it gets no CQE */
};

/*
 * time: CLOCK_MONOTONIC, ns. Requests that a ring completes in one go (a flush, whose
 *   CQEs the kernel shows to the program all at once) may share one time: when the
 *   first of their CQEs was written, which is later than all their submissions.
 * ring, req: identities, valid within a session: kernel addresses for a privileged
 *   caller, keyed ids for an ordinary one. A req is used again by the kernel as
 *   soon as its request is over, on this ring or another. A ring's address is used
 *   again for the next ring: in place of its 16 highest bits stands a number that the
 *   ring got when it was created, another for each that has this address until 32,767
 *   more were made. The number is 0 when it is not known (any more): the ring is older
 *   than the session, or so many were created since that it was forgotten.
 * lost: records that the ring buffer had refused when this one was made, of all
 *   kinds, modulo 2^32.
 */
#define RS_RING_NUMBER_SHIFT 48
#define RS_RING_NUMBER_MASK 0x7fff

struct rs_head {
	__u8 kind;
	__u8 flags;
	__u8 opcode;	/* of the request as its SQE has it; 0 for other kinds */
	__u8 pad;
	__u32 lost;
	__u64 time;
	__u64 ring;
	__u64 req;
};

/* 80 bytes */
struct rs_ring {
	struct rs_head head;
	__u32 pid;	   /* tgid of the task that made it, or that it was seen with */
	__u32 tid;
	char comm[16];
	__s32 fd;	   /* -1 when it has none, or its creation was not seen: then as told before, if at all */
	__u32 sq_entries;
	__u32 cq_entries;  /* 0 when not known */
	__u32 setup_flags; /* IORING_SETUP_* */
	__u32 uid;
	__u32 pad;
};

/* 128 bytes; head.req is 0 */
struct rs_file {
	struct rs_head head;
	__u32 id;	/* names this file in rs_submit.file and rs_complete.file; never 0 */
	__u32 mode;	/* i_mode */
	__u32 major;	/* of i_rdev */
	__u32 minor;
	__u64 fs_magic; /* s_magic */
	__u64 inode;	/* i_ino */
	__u16 socket_family;
	__u16 socket_type;
	__u16 socket_protocol;
	__u16 pad;
	__s32 fd;	/* the descriptor or table index it was reached by, -1 when not known */
	__u32 pid;
	/* last component of its path, NUL-terminated, cut when longer; of a namespace its kind (net) */
	char name[48];
};

/* 144 bytes for a 64-byte SQE, 208 for a 128-byte one: the record's length tells */
struct rs_submit {
	struct rs_head head;
	__u32 pid; /* tgid, in the session's PID namespace */
	__u32 tid;
	__u32 taken;	   /* SQEs that the kernel has taken from the ring so far, this one included */
	__u32 left;	   /* RS_KIND_PREP_FAILED: SQEs in the queue that are not taken yet; else 0 */
	__u32 setup_flags; /* IORING_SETUP_* of the ring */
	__u32 file;	   /* rs_file.id, 0 when not known yet */
	__s32 error;	   /* RS_KIND_PREP_FAILED: the negative errno; else 0 */
	__u32 pad;
	char comm[16];
	__u8 sqe[128];
};

/* 72 bytes without pdu, 104 with it */
struct rs_complete {
	struct rs_head head;
	__u64 user_data;
	__s32 res;
	__u32 cqe_flags;
	__u64 big_cqe0; /* big_cqe[0]: res2 of a uring_cmd */
	__u64 big_cqe1;
	__u32 file;   /* rs_file.id as the request has it now, 0 when not known */
	__u32 cmd_op; /* of a uring_cmd, as the kernel keeps it; else 0 */
	__u8 pdu[32];
};

/* 48 bytes */
struct rs_mark {
	struct rs_head head;
	__u64 other; /* another request's identity, see rs_mark_what */
	__u32 what;
	__u32 arg;
};

/* 56 bytes; head.req is 0 */
struct rs_register {
	struct rs_head head;
	__u32 pid;
	__u32 opcode; /* IORING_REGISTER_* */
	__u32 nr_files;
	__u32 nr_bufs;
	__s64 result;
};

/*
 * What the kernel counts; one struct, mapped read-only by the reader. A count
 * only grows.
 */
struct rs_counters {
	__u64 lost_submit;
	__u64 lost_prep_failed;
	__u64 lost_complete; /* overflows too */
	__u64 lost_other;
};

/*
 * With --stdout the helper writes this header first, then each record after its
 * length as a __u32 and padded to 8 bytes. A length of 0 announces struct
 * rs_counters, written once a second while they change, and once at the end.
 */
#define RS_STREAM_MAGIC 0x3172747363657072ULL

struct rs_stream_header {
	__u64 magic;
	__u32 version;	 /* RS_EVENTS_VERSION */
	__u32 page_size;
	__u64 realtime_offset; /* ns to add to rs_head.time for CLOCK_REALTIME */
	char kernel[64]; /* uname -r */
	char machine[16];/* uname -m */
};

#endif
