/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What every program is made of: the session's configuration and its counters, reading
 * the kernel's memory, identities, and the way into the ring buffer.
 */
#ifndef RINGSPECT_RECORD_H
#define RINGSPECT_RECORD_H

#include "ringspect-kernel.h"
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include "ringspect-config.h"
#include "ringspect-events.h"

const volatile struct rs_config config SEC(".rodata.config") = {};
struct rs_counters counters SEC(".data.counters") = {};

__u32 lost_total;     /* all of counters, added up */
__u32 next_file_id;
__u32 cache_epoch;    /* raised when a record that the caches promise was lost */

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 24);
} events SEC(".maps");

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

static __always_inline void fill_head(struct rs_head *head, __u8 kind, __u8 flags, __u8 opcode, __u64 ring, __u64 req,
				      __u64 time)
{
	head->kind = kind;
	head->flags = flags;
	head->opcode = opcode;
	head->pad = 0;
	head->lost = *(volatile __u32 *)&lost_total;
	head->time = time;
	head->ring = identity(ring);
	head->req = identity(req);
}

#endif
