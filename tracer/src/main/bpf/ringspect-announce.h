/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Rings and files: a record announces each when a request first names it, and from then on
 * it is known by its number (interned).
 */
#ifndef RINGSPECT_ANNOUNCE_H
#define RINGSPECT_ANNOUNCE_H

#include "ringspect-admission.h"

/*
 * What has been announced: direct-mapped tables, of each processor its own, so that a
 * look-up is an index and a comparison.
 */
struct ring_slot {
	__u64 ring;
	__u32 number;
	__u16 skip;	/* 0 when it was announced; else so many requests go by before the next attempt */
	__u16 skipped;	/* before the last attempt */
};
#define RING_SLOTS 256
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, RING_SLOTS);
	__type(key, __u32);
	__type(value, struct ring_slot);
} ring_slots SEC(".maps");

/*
 * What a file is known by. Its address is used again for another one, and so are its
 * inode's and the inode's number; files without an inode of their own (an eventfd, a
 * timerfd) share one. What they stand for differs, or their operations, or the name.
 */
struct file_identity {
	__u64 inode;
	__u64 ino;
	__u64 operations;
	__u64 data;
	__u64 name; /* its hash and length */
	__u32 rdev;
};

struct file_slot {
	__u64 file;
	struct file_identity is;
	__u32 id;
	__u64 unannounced;	/* a file that there was no room to announce */
	__u16 skip;	/* so many requests on it go by before the next attempt */
	__u16 skipped;	/* before the last attempt */
	__u32 pad;
};
#define FILE_SLOTS 1024
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, FILE_SLOTS);
	__type(key, __u32);
	__type(value, struct file_slot);
} file_slots SEC(".maps");

/*
 * The files that were announced, of all processors, for those that another one took the
 * slot of: a program that uses more files in turn than there are slots would have each
 * announced again and again. An entry may be overwritten while it is read; it is written from
 * its first word to its last, so its id at both ends says that what is between is whole.
 */
struct interned_file {
	__u64 id;
	struct file_identity is;
	__u64 same_id;
};
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct interned_file);
} interned_files SEC(".maps");

static __always_inline struct ring_slot *ring_slot(__u64 ctx)
{
	__u32 low = low_half(ctx);
	__u32 index = (low >> 8 ^ low >> 16) & (RING_SLOTS - 1);

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

/*
 * How many requests go by before something is announced that there was no room for: more
 * each time, since a crowded buffer is not made emptier by attempts, each a lost record.
 */
static __always_inline __u16 more_patience(__u16 before)
{
	return before ? before < 4096 ? before * 2 : before : 16;
}

static __noinline int announce_ring(struct io_ring_ctx *ctx, int fd, __u32 cq_entries, __u32 created)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct process who = process_of(task);
	struct ring_slot *slot = ring_slot((__u64)ctx);
	struct rs_ring *ring;
	__u32 flags = BPF_CORE_READ(ctx, flags);
	__u32 number = ring_number((__u64)ctx);
	__u8 head_flags = created ? RS_RING_CREATED : 0;

	if (slot && (slot->ring != (__u64)ctx || slot->number != number)) {
		slot->ring = 0;
		barrier();
		slot->number = number;
		slot->skip = slot->skipped = 0;
		barrier();
		slot->ring = (__u64)ctx;
	}
	ring = bpf_ringbuf_reserve(&events, sizeof(*ring), 0);
	if (!ring) {
		count_loss(&counters.lost_other);
		if (slot)
			slot->skip = slot->skipped = more_patience(slot->skipped);
		return 0;
	}
	if (is_compat(ctx))
		head_flags |= RS_RING_COMPAT;
	fill_head(&ring->head, RS_KIND_RING, head_flags, 0, (__u64)ctx, number, 0, bpf_ktime_get_ns());
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
	if (slot)
		slot->skip = slot->skipped = 0;
	return 0;
}

static __always_inline void intern_ring(struct io_ring_ctx *ctx, __u32 number)
{
	struct ring_slot *slot = ring_slot((__u64)ctx);

	if (slot && slot->ring == (__u64)ctx && slot->number == number) {
		if (!slot->skip)
			return;
		if (--slot->skip)
			return;
	}
	announce_ring(ctx, -1, 0, false);
}

/* The file of a descriptor of the current task, or of an index of the ring's own table. */
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

static __always_inline struct file_slot *file_slot(__u64 address)
{
	__u32 low = low_half(address);
	__u32 index = (low >> 6 ^ low >> 14) & (FILE_SLOTS - 1);

	return bpf_map_lookup_elem(&file_slots, &index);
}

static __always_inline void identify_file(struct file_identity *is, struct file *file)
{
	struct inode *inode = BPF_CORE_READ(file, f_inode);

	is->inode = (__u64)inode;
	is->ino = BPF_CORE_READ(inode, i_ino);
	is->rdev = BPF_CORE_READ(inode, i_rdev);
	is->operations = (__u64)BPF_CORE_READ(file, f_op);
	is->data = (__u64)BPF_CORE_READ(file, private_data);
	is->name = BPF_CORE_READ(file, f_path.dentry, d_name.hash_len);
}

static __always_inline bool is_that_file(bool direct, __u64 address, const struct file_identity *is)
{
	if (direct) {
		struct file *file = bpf_rdonly_cast((void *)address, bpf_core_type_id_kernel(struct file));
		struct inode *inode = file->f_inode;

		return (__u64)inode == is->inode && (__u64)file->f_op == is->operations &&
		       (__u64)file->private_data == is->data && inode->i_ino == is->ino &&
		       inode->i_rdev == is->rdev && file->f_path.dentry->d_name.hash_len == is->name;
	} else {
		struct file_identity now;

		identify_file(&now, (struct file *)address);
		return now.inode == is->inode && now.operations == is->operations && now.data == is->data &&
		       now.ino == is->ino && now.rdev == is->rdev && now.name == is->name;
	}
}

static __always_inline void keep_file(struct file_slot *slot, __u64 address, const struct interned_file *interned)
{
	slot->file = 0;
	barrier();
	slot->is = interned->is;
	slot->id = interned->id;
	slot->unannounced = 0;
	slot->skip = slot->skipped = 0;
	barrier();
	slot->file = address;
}

/*
 * Announces a file, and remembers it. Returns its id, 0 when the
 * record was lost. A file that is reached by a descriptor is not held: another
 * thread may close it, and its memory serve somebody else. So it has to be the same
 * file still when all is read; and before an ordinary user learns of it, the descriptor
 * has to lead to it still.
 */
static __noinline __u32 announce_file(__u64 address, struct io_ring_ctx *ctx, int fd, __u32 fixed)
{
	struct file *file = (void *)address;
	struct file_slot *slot = file_slot(address);
	struct interned_file interned = {};
	struct inode *inode;
	struct rs_file *record;
	const void *name;
	__u32 mode, id;
	__u8 flags;

	if (slot && slot->skip && slot->unannounced == address) {
		slot->skip--;
		return 0;
	}
	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record) {
		count_loss(&counters.lost_other);
		if (slot) {
			slot->skipped = more_patience(slot->unannounced == address ? slot->skipped : 0);
			slot->skip = slot->skipped;
			slot->unannounced = address;
		}
		return 0;
	}
	identify_file(&interned.is, file);
	inode = (void *)interned.is.inode;
	name = BPF_CORE_READ(file, f_path.dentry, d_name.name);
	flags = BPF_CORE_READ(file, f_mode) & FMODE_PATH ? RS_FILE_PATH : 0;
	mode = BPF_CORE_READ(inode, i_mode);
	id = __sync_fetch_and_add(&next_file_id, 1) + 1;
	fill_head(&record->head, RS_KIND_FILE, flags, 0, (__u64)ctx, ring_number((__u64)ctx), 0,
		  bpf_ktime_get_ns());
	record->id = id;
	record->mode = mode;
	record->major = interned.is.rdev >> 20;
	record->minor = interned.is.rdev & 0xfffff;
	record->fs_magic = BPF_CORE_READ(inode, i_sb, s_magic);
	record->inode = interned.is.ino;
	/* no path tells which kind of namespace a file stands for */
	if (record->fs_magic == NSFS_MAGIC) {
		struct ns_common *ns = (void *)BPF_CORE_READ(inode, i_private);

		name = (const void *)BPF_CORE_READ(ns, ops, name);
	}
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
	bpf_probe_read_kernel_str(record->name, sizeof(record->name), name);
	if (!is_that_file(false, address, &interned.is) ||
	    (config.owner_limit && fd >= 0 &&
	     as_number(find_file(false, ctx, bpf_get_current_task_btf(), fd, fixed)) != as_number(address))) {
		bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);
		return 0;
	}
	publish(record);
	interned.id = interned.same_id = id;
	bpf_map_update_elem(&interned_files, &address, &interned, BPF_ANY);
	if (slot)
		keep_file(slot, address, &interned);
	return id;
}

/* The id of a file that was announced and has lost its slot; 0 when there is none. */
static __noinline __u32 find_interned_file(__u64 address)
{
	struct interned_file *known = bpf_map_lookup_elem(&interned_files, &address);
	struct file_slot *slot;
	struct interned_file interned;

	if (!known)
		return 0;
	interned.id = *(volatile __u64 *)&known->id;
	barrier();
	interned.is = known->is;
	barrier();
	interned.same_id = *(volatile __u64 *)&known->same_id;
	if (interned.id != interned.same_id || !is_that_file(false, address, &interned.is))
		return 0;
	slot = file_slot(address);
	if (slot)
		keep_file(slot, address, &interned);
	return interned.id;
}

/* The id of a file, announced on the way when it is new. */
static __always_inline __u32 intern_file(bool direct, __u64 address, struct io_ring_ctx *ctx, int fd, __u32 fixed)
{
	struct file_slot *slot;
	__u32 id;

	if (!address)
		return 0;
	slot = file_slot(address);
	if (slot && slot->file == address && is_that_file(direct, address, &slot->is))
		return slot->id;
	id = find_interned_file(address);
	return id ? id : announce_file(address, ctx, fd, fixed);
}

#endif
