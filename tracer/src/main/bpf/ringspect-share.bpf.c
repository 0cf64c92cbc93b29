// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Lists the machine's BPF ring buffers by name and size, for the helper alone: what one
 * user's sessions hold together is asked of the kernel, which no user can make say less.
 */
#include <stdbool.h>
#include <linux/types.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "ringspect-share.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct bpf_map___rs {
	enum bpf_map_type map_type;
	__u32 max_entries;
	char name[16];
};

struct bpf_iter_meta___rs {
	struct seq_file *seq;
};

struct bpf_iter__bpf_map___rs {
	struct bpf_iter_meta___rs *meta;
	struct bpf_map___rs *map;
};

#pragma clang attribute pop

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("iter/bpf_map")
int list_ring_buffers(struct bpf_iter__bpf_map___rs *at)
{
	struct bpf_map___rs *map = at->map;
	struct rs_ring_buffer buffer = {};

	if (!map || map->map_type != BPF_MAP_TYPE_RINGBUF)
		return 0;
	buffer.bytes = map->max_entries;
	bpf_probe_read_kernel_str(buffer.name, sizeof(buffer.name), map->name);
	bpf_seq_write(at->meta->seq, &buffer, sizeof(buffer));
	return 0;
}
