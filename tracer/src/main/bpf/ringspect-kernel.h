/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The few kernel structs that the programs look into. Only names and types
 * matter: CO-RE finds the real offsets in the running kernel's BTF. A struct
 * after ___name is another shape of the same kernel type.
 */
#ifndef RINGSPECT_KERNEL_H
#define RINGSPECT_KERNEL_H

#include <stdbool.h>
#include <linux/types.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	__u32 val;
} kuid_t___rs;

typedef struct {
	__u32 val;
} kgid_t___rs;

typedef struct {
	__u64 val; /* two words of 32 bits up to 6.2 */
} kernel_cap_t;

struct cred {
	kuid_t___rs uid, suid, euid, fsuid;
	kgid_t___rs gid, sgid, egid;
	kernel_cap_t cap_permitted;
};

struct ns_common {
	const struct proc_ns_operations *ops;
	unsigned int inum;
};

struct pid_namespace {
	struct ns_common ns;
};

struct upid {
	int nr;
	struct pid_namespace *ns;
};

struct pid {
	unsigned int level;
	struct upid numbers[1];
};

struct qstr {
	__u64 hash_len;
	const unsigned char *name;
};

struct dentry {
	struct qstr d_name;
};

struct path {
	struct dentry *dentry;
};

struct super_block {
	unsigned long s_magic;
	__u32 s_dev;
};

struct inode {
	unsigned short i_mode;
	struct super_block *i_sb;
	unsigned long i_ino;
	__u32 i_rdev;
	void *i_private;
};

struct proc_ns_operations {
	const char *name;
};

struct file {
	unsigned int f_mode;
	struct inode *f_inode;
	const void *f_op;
	void *private_data;
	struct path f_path;
};

struct sock_common {
	unsigned short skc_family;
};

struct sock {
	struct sock_common __sk_common;
	__u16 sk_type;
	__u16 sk_protocol;
};

struct socket {
	struct sock *sk;
};

struct fdtable {
	unsigned int max_fds;
	struct file **fd;
};

struct files_struct {
	struct fdtable *fdt;
};

struct mm_struct {
	unsigned long flags; /* up to 6.17 */
};

typedef struct {
	unsigned long __mm_flags[1];
} mm_flags_t;

struct mm_struct___bitmap {
	mm_flags_t flags; /* from 6.18 on */
};

typedef struct {
	int counter;
} atomic_t___rs;

struct signal_struct {
	atomic_t___rs live;
};

struct task_struct {
	int pid, tgid;
	char comm[16];
	struct task_struct *group_leader;
	struct pid *thread_pid;
	struct mm_struct *mm;
	const struct cred *cred;
	struct files_struct *files;
	struct signal_struct *signal;
};

/*
 * A struct that only some kernels have must not be named here: to look for it, libbpf
 * would walk the modules' types, which needs cap_sys_admin. See rs_config.dumpable_at.
 */
struct task_struct___exec_state {
	void *exec_state; /* 7.3: what the flags of the mm said before */
};

struct io_rsrc_node {
	unsigned long file_ptr;
};

struct io_rsrc_data {
	unsigned int nr;
	struct io_rsrc_node **nodes;
};

struct io_file_table {
	struct io_rsrc_data data;
};

struct io_uring_sqe;

struct io_uring {
	__u32 head;
	__u32 tail;
};

struct io_rings {
	struct io_uring sq, cq;
};

struct io_ring_ctx {
	struct io_rings *rings;
	unsigned int flags;
	unsigned int compat : 1; /* up to 6.19 or so */
	__u32 *sq_array;
	struct io_uring_sqe *sq_sqes;
	unsigned int cached_sq_head;
	unsigned int sq_entries;
	unsigned int cq_entries;
	struct io_file_table file_table;
};

struct io_ring_ctx___int_flags {
	unsigned int int_flags; /* 7.x: what were bit-fields */
};

struct io_uring_task {
	struct task_struct *task;
};

struct io_kiocb {
	struct io_uring_task *tctx;
	struct file *file;
	__u8 opcode;
	__u64 flags; /* 32 bits up to 6.8 */
	struct io_ring_ctx *ctx;
	const struct cred *creds;
};

struct io_kiocb___flags32 {
	__u32 flags;
};

struct io_uring_cmd {
	const struct io_uring_sqe *sqe; /* from 6.4 on */
	__u32 cmd_op;
	__u8 pdu[32];
};

struct io_uring_cmd___cmd {
	const void *cmd; /* up to 6.3: points at byte 48 of the SQE */
};

struct io_uring_sqe {
	__u8 opcode;
};

struct io_uring_cqe {
	__u64 user_data;
};

struct pt_regs___words {
	unsigned long first;
};

#pragma clang attribute pop

/* include/uapi/linux/io_uring.h */
#define IORING_OP_URING_CMD 46
#define IORING_OP_SEND_ZC 47
#define IORING_OP_SENDMSG_ZC 48
#define IORING_OP_NOP128 63
#define IORING_OP_URING_CMD128 64
#define IOSQE_FIXED_FILE 1U
#define IORING_SETUP_SQPOLL (1U << 1)
#define IORING_SETUP_SQE128 (1U << 10)
#define IORING_SETUP_CQE32 (1U << 11)
#define IORING_SETUP_REGISTERED_FD_ONLY (1U << 15)
#define IORING_SETUP_NO_SQARRAY (1U << 16)
#define IORING_SETUP_CQE_MIXED (1U << 18)
#define IORING_SETUP_SQE_MIXED (1U << 19)
#define IORING_REGISTER_ENABLE_RINGS 12
#define IORING_REGISTER_RESIZE_RINGS 33
#define IORING_CQE_F_MORE (1U << 1)
#define IORING_CQE_F_NOTIF (1U << 3)
#define IORING_CQE_F_32 (1U << 15)

#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define FMODE_PATH (1U << 14)
#define NSFS_MAGIC 0x6e736673

#define MMF_DUMPABLE_MASK 3UL
#define SUID_DUMP_USER 1UL

#endif
