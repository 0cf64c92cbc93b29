/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Rings and files, each told about once: what is known of them stands in tables of a
 * processor, so that no request pays for it twice.
 */
#ifndef RINGSPECT_TOLD_H
#define RINGSPECT_TOLD_H

#include "ringspect-admission.h"

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
	fill_head(&ring->head, RS_KIND_RING, head_flags, 0, (__u64)ctx, 0, bpf_ktime_get_ns());
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
	const void *name = BPF_CORE_READ(file, f_path.dentry, d_name.name);
	__u8 flags = BPF_CORE_READ(file, f_mode) & FMODE_PATH ? RS_FILE_PATH : 0;
	__u32 mode, rdev, id;

	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record) {
		count_loss(&counters.lost_other);
		return 0;
	}
	mode = BPF_CORE_READ(inode, i_mode);
	rdev = BPF_CORE_READ(inode, i_rdev);
	id = __sync_fetch_and_add(&next_file_id, 1) + 1;
	fill_head(&record->head, RS_KIND_FILE, flags, 0, (__u64)ctx, 0, bpf_ktime_get_ns());
	record->id = id;
	record->mode = mode;
	record->major = rdev >> 20;
	record->minor = rdev & 0xfffff;
	record->fs_magic = BPF_CORE_READ(inode, i_sb, s_magic);
	record->inode = BPF_CORE_READ(inode, i_ino);
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

#endif
