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
 * It is one file, past the length that this project allows itself, because a BPF
 * object is one translation unit: the programs share their maps, and what they
 * have in common must be inlined into each.
 */
#include "ringspect-kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "ringspect-config.h"
#include "ringspect-events.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile struct rs_config config SEC(".rodata.config") = {};
struct rs_counters counters SEC(".data.counters") = {};

__u32 lost_total;     /* all of counters, added up */
__u32 next_file_id;
__u32 cache_epoch;    /* raised when a record that the caches promise was lost */

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 24);
} events SEC(".maps");

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
 * as soon as its request is over, so the ring stands beside it; and what a refused
 * request holds may be left over from another, so its number is kept as submitted.
 */
struct admission {
	__u64 ctx;
	__u32 cmd_op;
	__u32 pad;
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

/*
 * Rings and files that have been told about, so that no request pays for them
 * twice: direct-mapped, one table a processor, so that a look-up is an index and
 * a comparison.
 */
struct ring_slot {
	__u64 ring;
	__u64 epoch;
};
#define RING_SLOTS 256
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, RING_SLOTS);
	__type(key, __u32);
	__type(value, struct ring_slot);
} ring_slots SEC(".maps");

struct file_slot {
	__u64 file;
	__u64 inode;
	__u64 ino;
	__u32 rdev;
	__u32 id;
};
#define FILE_SLOTS 1024
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, FILE_SLOTS);
	__type(key, __u32);
	__type(value, struct file_slot);
} file_slots SEC(".maps");

/*
 * A kernel before 6.2 has no such function, and libbpf would look for it among the
 * modules' types, which needs cap_sys_admin. So an object without it is built for
 * them; of its direct variants none is loaded.
 */
#ifdef RINGSPECT_WITHOUT_CAST
static __always_inline void *bpf_rdonly_cast(const void *obj, __u32 btf_id)
{
	return (void *)obj;
}
#else
extern void *bpf_rdonly_cast(const void *obj, __u32 btf_id) __ksym __weak;
#endif

/*
 * Words behind any kernel address. The direct form turns the address into a
 * pointer to a kernel type made of nothing but words, whose loads the kernel
 * guards; the other one calls a helper, at twice the cost.
 */
static __always_inline void copy_words(bool direct, __u64 *to, __u64 from, const int words)
{
	if (direct) {
		const volatile __u64 *word =
			bpf_rdonly_cast((void *)from, bpf_core_type_id_kernel(struct pt_regs___words));

#pragma unroll
		for (int i = 0; i < words; i++)
			to[i] = word[i];
	} else if (bpf_probe_read_kernel(to, words * 8, (void *)from)) {
		__builtin_memset(to, 0, words * 8);
	}
}

static __always_inline __u64 word_at(bool direct, __u64 address)
{
	__u64 word = 0;

	copy_words(direct, &word, address, 1);
	return word;
}

static __always_inline struct io_kiocb *as_request(__u64 address)
{
	return bpf_rdonly_cast((void *)address, bpf_core_type_id_kernel(struct io_kiocb));
}

static __always_inline bool tracks_requests(void)
{
	return config.owner_limit || config.filter_pids || config.filter_uid || config.filter_opcodes ||
	       config.filter_cmd_ops;
}

/* The verifier computes with numbers only, and what a helper wrote is one. */
static __always_inline __u64 as_number(__u64 pointer)
{
	__u64 number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), &pointer);
	return number;
}

/* An identity for an address: the address itself, or a number made of it that an ordinary user can't undo. */
static __always_inline __u64 identity(__u64 address)
{
	if (!config.owner_limit || !address)
		return address;
	address = as_number(address);
	address ^= config.keys[0];
	address *= config.keys[1] | 1;
	address ^= address >> 32;
	address *= config.keys[0] | 1;
	address ^= address >> 29;
	address *= config.keys[1] | 1;
	address ^= address >> 32;
	return address & ~(1ULL << 63); /* nor one that looks like an address */
}

static __always_inline void count_loss(__u64 *counter)
{
	__sync_fetch_and_add(counter, 1);
	__sync_fetch_and_add(&lost_total, 1);
}

/*
 * Nobody is woken for a record: a reader that is called for each costs the
 * traced program more than the record does. Readers look every few milliseconds.
 */
static __always_inline void publish(void *record)
{
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
}

static __always_inline void fill_head(struct rs_head *head, __u8 kind, __u8 flags, __u8 opcode, __u64 ring, __u64 req)
{
	head->kind = kind;
	head->flags = flags;
	head->opcode = opcode;
	head->pad = 0;
	head->lost = *(volatile __u32 *)&lost_total;
	head->time = bpf_ktime_get_ns();
	head->ring = identity(ring);
	head->req = identity(req);
}

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

static __always_inline void copy_comm(char *to, struct task_struct *task)
{
	const volatile __u64 *comm = (void *)&task->comm;

	((__u64 *)to)[0] = comm[0];
	((__u64 *)to)[1] = comm[1];
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
static __always_inline struct admission *admission_of(__u64 req, __u64 ctx)
{
	struct admission *found = bpf_map_lookup_elem(&admitted, &req);

	return found && found->ctx == ctx ? found : NULL;
}

static __always_inline struct ring_slot *ring_slot(__u64 ctx)
{
	__u32 index = (ctx >> 8 ^ ctx >> 16) & (RING_SLOTS - 1);

	return bpf_map_lookup_elem(&ring_slots, &index);
}

static __always_inline bool is_compat(struct io_ring_ctx *ctx)
{
	struct io_ring_ctx___int_flags *newer = (void *)ctx;

	if (bpf_core_field_exists(newer->int_flags))
		return BPF_CORE_READ(newer, int_flags) & config.ring_f_compat;
	if (bpf_core_field_exists(ctx->compat))
		return BPF_CORE_READ_BITFIELD_PROBED(ctx, compat);
	return false;
}

static __noinline int tell_ring(struct io_ring_ctx *ctx, int fd, __u32 cq_entries, __u32 created)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct process who = process_of(task);
	struct ring_slot *slot = ring_slot((__u64)ctx);
	struct rs_ring *ring;
	__u32 flags = BPF_CORE_READ(ctx, flags);
	__u8 head_flags = created ? RS_RING_CREATED : 0;

	ring = bpf_ringbuf_reserve(&events, sizeof(*ring), 0);
	if (!ring) {
		count_loss(&counters.lost_other);
		__sync_fetch_and_add(&cache_epoch, 1);
		return 0;
	}
	if (is_compat(ctx))
		head_flags |= RS_RING_COMPAT;
	fill_head(&ring->head, RS_KIND_RING, head_flags, 0, (__u64)ctx, 0);
	ring->pid = who.tgid;
	ring->tid = who.tid;
	bpf_get_current_comm(ring->comm, sizeof(ring->comm));
	ring->fd = fd;
	ring->sq_entries = BPF_CORE_READ(ctx, sq_entries);
	ring->cq_entries = cq_entries ? cq_entries : BPF_CORE_READ(ctx, cq_entries);
	ring->setup_flags = flags;
	ring->uid = (__u32)bpf_get_current_uid_gid();
	ring->pad = 0;
	publish(ring);
	if (slot) {
		slot->ring = (__u64)ctx;
		slot->epoch = *(volatile __u32 *)&cache_epoch;
	}
	return 0;
}

static __always_inline void see_ring(struct io_ring_ctx *ctx)
{
	struct ring_slot *slot = ring_slot((__u64)ctx);

	if (slot && slot->ring == (__u64)ctx && slot->epoch == *(volatile __u32 *)&cache_epoch)
		return;
	tell_ring(ctx, -1, 0, false);
}

/* The file behind a descriptor of the current task, or behind an index of the ring's own table. */
static __always_inline __u64 find_file(bool direct, struct io_ring_ctx *ctx, struct task_struct *task, int fd,
				       bool fixed)
{
	if (fd < 0)
		return 0;
	if (fixed) {
		if (bpf_core_field_exists(ctx->file_table.data.nodes)) {
			struct io_rsrc_node **nodes = BPF_CORE_READ(ctx, file_table.data.nodes);
			struct io_rsrc_node *node;

			if ((__u32)fd >= BPF_CORE_READ(ctx, file_table.data.nr) || !nodes)
				return 0;
			node = (void *)word_at(direct, (__u64)nodes + (__u64)(__u32)fd * 8);
			return node ? BPF_CORE_READ(node, file_ptr) & ~7UL : 0;
		}
		return 0; /* an older table: the completion tells */
	} else {
		struct files_struct *files = task->files;
		struct fdtable *fdt;

		if (!files)
			return 0;
		fdt = files->fdt;
		if ((__u32)fd >= fdt->max_fds)
			return 0;
		/* taken as words: the verifier wants no arithmetic on what it takes for a pointer */
		return word_at(direct,
			       word_at(direct, (__u64)fdt + bpf_core_field_offset(fdt->fd)) + (__u64)(__u32)fd * 8);
	}
}

/*
 * Tells what a file is, and remembers it in its slot. Returns its id, 0 when the
 * record was lost. A file that is reached by a descriptor is not held: another
 * thread may close it, and its memory serve somebody else. Before an ordinary user
 * learns of it, the descriptor has to lead to it still.
 */
static __noinline __u32 tell_file(__u64 address, struct io_ring_ctx *ctx, int fd, __u32 fixed)
{
	struct file *file = (void *)address;
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	__u32 index = (address >> 6 ^ address >> 14) & (FILE_SLOTS - 1);
	struct file_slot *slot;
	struct rs_file *record;
	__u32 mode, rdev, id;

	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record) {
		count_loss(&counters.lost_other);
		return 0;
	}
	mode = BPF_CORE_READ(inode, i_mode);
	rdev = BPF_CORE_READ(inode, i_rdev);
	id = __sync_fetch_and_add(&next_file_id, 1) + 1;
	fill_head(&record->head, RS_KIND_FILE, 0, 0, (__u64)ctx, 0);
	record->id = id;
	record->mode = mode;
	record->major = rdev >> 20;
	record->minor = rdev & 0xfffff;
	record->fs_magic = BPF_CORE_READ(inode, i_sb, s_magic);
	record->inode = BPF_CORE_READ(inode, i_ino);
	record->socket_family = 0;
	record->socket_type = 0;
	record->socket_protocol = 0;
	record->pad = 0;
	record->fd = fd;
	record->pid = process_of(bpf_get_current_task_btf()).tgid;
	if ((mode & S_IFMT) == S_IFSOCK) {
		struct socket *socket = BPF_CORE_READ(file, private_data);
		struct sock *sk = BPF_CORE_READ(socket, sk);

		record->socket_family = BPF_CORE_READ(sk, __sk_common.skc_family);
		record->socket_type = BPF_CORE_READ_BITFIELD_PROBED(sk, sk_type);
		record->socket_protocol = BPF_CORE_READ_BITFIELD_PROBED(sk, sk_protocol);
	}
	__builtin_memset(record->name, 0, sizeof(record->name));
	bpf_probe_read_kernel_str(record->name, sizeof(record->name), BPF_CORE_READ(file, f_path.dentry, d_name.name));
	if (config.owner_limit && fd >= 0 &&
	    as_number(find_file(false, ctx, bpf_get_current_task_btf(), fd, fixed)) != as_number(address)) {
		bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);
		return 0;
	}
	publish(record);

	slot = bpf_map_lookup_elem(&file_slots, &index);
	if (slot) {
		slot->file = 0;
		slot->inode = (__u64)inode;
		slot->ino = BPF_CORE_READ(inode, i_ino);
		slot->rdev = rdev;
		slot->id = id;
		barrier_var(slot);
		slot->file = address;
	}
	return id;
}

/* The id of a file, told on the way when it is new. An address used again for another file shows by its inode. */
static __always_inline __u32 see_file(bool direct, __u64 address, struct io_ring_ctx *ctx, int fd, __u32 fixed)
{
	__u32 index = (address >> 6 ^ address >> 14) & (FILE_SLOTS - 1);
	struct file_slot *slot;
	struct inode *inode;

	if (!address)
		return 0;
	slot = bpf_map_lookup_elem(&file_slots, &index);
	if (slot && slot->file == address) {
		if (direct) {
			struct file *file = bpf_rdonly_cast((void *)address, bpf_core_type_id_kernel(struct file));

			inode = file->f_inode;
			if ((__u64)inode == slot->inode && inode->i_ino == slot->ino && inode->i_rdev == slot->rdev)
				return slot->id;
		} else {
			inode = BPF_CORE_READ((struct file *)address, f_inode);
			if ((__u64)inode == slot->inode && BPF_CORE_READ(inode, i_ino) == slot->ino &&
			    BPF_CORE_READ(inode, i_rdev) == slot->rdev)
				return slot->id;
		}
	}
	return tell_file(address, ctx, fd, fixed);
}

static __always_inline __u64 request_flags(struct io_kiocb *req)
{
	if (bpf_core_field_size(req->flags) == 4)
		return ((struct io_kiocb___flags32 *)req)->flags;
	return req->flags;
}

/* Where the SQE of a request that is being submitted lies, 0 when it can't be known. */
static __always_inline __u64 find_sqe(bool direct, struct io_kiocb *req, struct io_ring_ctx *ctx, __u8 opcode)
{
	__u32 flags = ctx->flags, entries = ctx->sq_entries, back = 1, index;

	if (opcode == IORING_OP_URING_CMD || opcode == IORING_OP_URING_CMD128) {
		struct io_uring_cmd *cmd = (void *)req;

		if (bpf_core_field_exists(cmd->sqe)) {
			if (direct)
				return word_at(direct, (__u64)req + bpf_core_field_offset(cmd->sqe));
			return (__u64)BPF_CORE_READ(cmd, sqe);
		}
		return (__u64)BPF_CORE_READ((struct io_uring_cmd___cmd *)cmd, cmd) - 48;
	}
	if ((flags & IORING_SETUP_SQE_MIXED) && opcode == IORING_OP_NOP128)
		back = 2;
	index = (ctx->cached_sq_head - back) & (entries - 1);
	if (!(flags & IORING_SETUP_NO_SQARRAY)) {
		__u64 array = word_at(direct, (__u64)ctx + bpf_core_field_offset(ctx->sq_array));
		__u64 pair = array + (index & ~1U) * 4ULL;

		/* read as a word: the array is aligned, and has an even number of entries unless it has one */
		index = word_at(direct, pair) >> ((index & 1) * 32);
		if (index >= entries)
			return 0;
	}
	if (flags & IORING_SETUP_SQE128)
		index <<= 1;
	return word_at(direct, (__u64)ctx + bpf_core_field_offset(ctx->sq_sqes)) + (__u64)index * 64;
}

/*
 * On a ring of mixed sizes the opcode tells, and user space may have changed it
 * since: 128 bytes are never taken from the last slot, behind which others' memory
 * lies. (The kernel's own copy of a URING_CMD128 that passed prep has them all.)
 */
static __always_inline bool has_128_bytes(bool direct, struct io_ring_ctx *ctx, __u8 opcode, __u8 kind, __u64 sqe)
{
	__u32 flags = ctx->flags;
	__u64 first, last;

	if (flags & IORING_SETUP_SQE128)
		return true;
	if (!(flags & IORING_SETUP_SQE_MIXED) || !sqe)
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

static __always_inline void fill_submit(bool direct, struct rs_submit *record, __u8 kind, struct io_kiocb *req,
					struct io_ring_ctx *ctx, struct task_struct *task, struct process who,
					__u8 opcode, __u64 sqe, int error)
{
	__u32 file = 0;
	__u8 flags = 0;

	if (sqe) {
		copy_words(direct, (__u64 *)record->sqe, sqe, 8);
	} else {
		__builtin_memset(record->sqe, 0, 64);
		flags |= RS_SUBMIT_NO_SQE;
	}
	record->pid = who.tgid;
	record->tid = who.tid;
	record->req_flags = request_flags(req);
	if (ctx->flags & IORING_SETUP_SQPOLL)
		flags |= RS_SUBMIT_SQPOLL; /* on such a ring nobody else takes SQEs */
	record->setup_flags = ctx->flags;
	record->file = file;
	record->error = error;
	record->pad = 0;
	copy_comm(record->comm, task);
	fill_head(&record->head, kind, flags, opcode, (__u64)ctx, (__u64)req);
}

/* Both ways into a request's life: it passed prep, or it was refused there. */
static __always_inline int submitted(bool direct, struct io_kiocb *req, __u64 sqe, __u8 kind, int error)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct io_ring_ctx *ctx = req->ctx;
	struct process who = process_of(task);
	__u64 request = (__u64)req, first_words[2] = {};
	__u64 *lost = kind == RS_KIND_SUBMIT ? &counters.lost_submit : &counters.lost_prep_failed;
	struct rs_submit *record;
	__u32 file, cmd_op = 0;
	__u8 opcode = req->opcode;
	bool fixed, wide;
	int fd;

	if (kind == RS_KIND_SUBMIT)
		sqe = find_sqe(direct, req, ctx, opcode);
	if (sqe)
		copy_words(direct, first_words, sqe, 2);
	if (kind == RS_KIND_PREP_FAILED)
		opcode = first_words[0]; /* the kernel forces a number it does not know to 0 */
	fd = first_words[0] >> 32;
	fixed = first_words[0] >> 8 & IOSQE_FIXED_FILE;
	cmd_op = first_words[1];

	if (tracks_requests()) {
		struct admission admission = {};

		if (!admits_task(task, who.tgid) || !admits_credentials(req, request_flags(req), sqe)) {
			bpf_map_delete_elem(&admitted, &request);
			note_ring((__u64)ctx, RING_FOREIGN, false);
			return 0;
		}
		if (!admits_command(opcode, cmd_op)) {
			bpf_map_delete_elem(&admitted, &request);
			return 0;
		}
		note_ring((__u64)ctx, RING_ADMITTED, false);
		admission.ctx = (__u64)ctx;
		if (opcode == IORING_OP_URING_CMD || opcode == IORING_OP_URING_CMD128)
			admission.cmd_op = cmd_op;
		if (bpf_map_update_elem(&admitted, &request, &admission, BPF_ANY)) {
			count_loss(lost);
			return 0;
		}
	}

	see_ring(ctx);
	file = see_file(direct, find_file(direct, ctx, task, fd, fixed), ctx, fd, fixed);

	wide = has_128_bytes(direct, ctx, opcode, kind, sqe);
	if (wide) {
		record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
		if (!record) {
			count_loss(lost);
			return 0;
		}
		if (sqe)
			copy_words(direct, (__u64 *)record->sqe + 8, sqe + 64, 8);
		else
			__builtin_memset(record->sqe + 64, 0, 64);
		fill_submit(direct, record, kind, req, ctx, task, who, opcode, sqe, error);
	} else {
		record = bpf_ringbuf_reserve(&events, sizeof(*record) - 64, 0);
		if (!record) {
			count_loss(lost);
			return 0;
		}
		fill_submit(direct, record, kind, req, ctx, task, who, opcode, sqe, error);
	}
	record->file = file;
	if (fixed)
		record->head.flags |= RS_SUBMIT_FIXED;
	publish(record);
	return 0;
}

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

struct completion {
	__u64 user_data;
	__s32 res;
	__u32 flags;
	__u64 extra1;
	__u64 extra2;
	bool big;
};

static __always_inline void fill_complete(struct rs_complete *record, __u8 kind, __u8 flags, __u8 opcode, __u64 ctx,
					  __u64 req, const struct completion *cqe, __u32 file, __u32 cmd_op)
{
	fill_head(&record->head, kind, cqe->big ? flags | RS_COMPLETE_BIG : flags, opcode, ctx, req);
	record->user_data = cqe->user_data;
	record->res = cqe->res;
	record->cqe_flags = cqe->flags;
	record->extra1 = cqe->extra1;
	record->extra2 = cqe->extra2;
	record->file = file;
	record->cmd_op = cmd_op;
}

static __always_inline int completed_request(bool direct, __u64 ctx, __u64 request, const struct completion *cqe)
{
	struct io_uring_cmd *cmd = (void *)request;
	struct rs_complete *record;
	__u64 file_address;
	__u32 file, cmd_op = 0;
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
	if (tracks_requests()) {
		struct admission *admission = admission_of(request, ctx);

		if (!admission)
			return 0;
		cmd_op = admission->cmd_op;
		/* a zero-copy send is over with its first CQE: what comes later is its notification's */
		if (!(cqe->flags & IORING_CQE_F_MORE) || opcode == IORING_OP_SEND_ZC || opcode == IORING_OP_SENDMSG_ZC)
			bpf_map_delete_elem(&admitted, &request);
	}
	file = see_file(direct, file_address, (void *)ctx, -1, false);
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
	fill_complete(record, RS_KIND_COMPLETE, flags, opcode, ctx, request, cqe, file, cmd_op);
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
	fill_complete(record, kind, flags | RS_COMPLETE_NO_REQ, 0, ctx, 0, cqe, 0, 0);
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
	struct completion cqe = {};
	__u64 words[2] = {};
	__u32 setup = ctx->flags;

	copy_words(direct, words, address, 2);
	cqe.user_data = words[0];
	cqe.res = words[1];
	cqe.flags = words[1] >> 32;
	cqe.big = setup & IORING_SETUP_CQE32 || (setup & IORING_SETUP_CQE_MIXED && cqe.flags & IORING_CQE_F_32);
	if (cqe.big) {
		copy_words(direct, words, address + 16, 2);
		cqe.extra1 = words[0];
		cqe.extra2 = words[1];
	}
	return completed(direct, (__u64)ctx, req, &cqe);
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
		.extra1 = extra1,
		.extra2 = extra2,
		.big = setup & IORING_SETUP_CQE32,
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

	if (tracks_requests()) {
		__u64 address = (__u64)ring;

		/* another's ring at an address that was told about: what is remembered of it is void */
		if (!mine && bpf_map_lookup_elem(&rings, &address))
			__sync_fetch_and_add(&cache_epoch, 1);
		note_ring(address, mine ? RING_WHOLE : RING_FOREIGN, true);
	}
	if (mine)
		tell_ring(ring, fd, cq_entries, true);
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
	fill_head(&record->head, RS_KIND_REGISTER, 0, 0, (__u64)ring, 0);
	record->pid = who.tgid;
	record->opcode = opcode;
	record->nr_files = nr_files;
	record->nr_bufs = nr_bufs;
	record->result = result;
	publish(record);
	return 0;
}

static __always_inline int mark(struct io_kiocb *req, __u32 what, __u32 arg, __u64 other)
{
	struct rs_mark *record;

	if (tracks_requests() && !admission_of((__u64)req, as_number((__u64)req->ctx)))
		return 0;
	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record) {
		count_loss(&counters.lost_other);
		return 0;
	}
	fill_head(&record->head, RS_KIND_MARK, 0, req->opcode, (__u64)req->ctx, (__u64)req);
	record->other = identity(other);
	record->what = what;
	record->arg = arg;
	publish(record);
	return 0;
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
	return mark(req, RS_MARK_LINK_FAILED, 0, (__u64)member);
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
