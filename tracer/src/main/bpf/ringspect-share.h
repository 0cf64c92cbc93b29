/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What ringspect-share.bpf.c writes for each ring buffer of the machine. */
#ifndef RINGSPECT_SHARE_H
#define RINGSPECT_SHARE_H

#ifndef __bpf__
#include <linux/types.h>
#endif

struct rs_ring_buffer {
	char name[16];
	__u64 bytes;
};

#endif
