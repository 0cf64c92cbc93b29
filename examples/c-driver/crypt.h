/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/* What a crypto accelerator's driver and its programs have in common. */
#ifndef EXAMPLE_CRYPT_H
#define EXAMPLE_CRYPT_H

#include <linux/ioctl.h>
#include <linux/types.h>

enum crypt_algorithm {
	CRYPT_AES_GCM = 1,
	CRYPT_CHACHA20 = 2,
};

enum crypt_flags {
	CRYPT_DECRYPT = 1 << 0,
	CRYPT_INLINE_IV = 1 << 1,
};

/* The payload of CRYPT_RUN: 40 bytes, so its rings need 128-byte SQEs. */
struct crypt_run {
	__u64 source;		/* address of the input */
	__u64 destination;	/* address of the output */
	__u32 length;		/* bytes of each */
	__u32 key;		/* a key's number, from CRYPT_ADD_KEY */
	__u8  algorithm;	/* enum crypt_algorithm */
	__u8  flags;		/* enum crypt_flags */
	__u16 tag_length;	/* bytes after the output */
	__u32 reserved[3];	/* must be 0 */
};

/* The payload of CRYPT_ADD_KEY fits an SQE of 64 bytes. */
struct crypt_add_key {
	__u64 key;		/* address of the key */
	__u32 length;		/* bytes of it: 16 or 32 */
	__u32 reserved;		/* must be 0 */
};

#define CRYPT_RUN	_IOW('k', 0x20, struct crypt_run)
#define CRYPT_ADD_KEY	_IOW('k', 0x21, struct crypt_add_key)

#endif
