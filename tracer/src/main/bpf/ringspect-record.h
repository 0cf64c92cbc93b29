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
__u32 next_ring_number;

/*
 * The rings created since the session began, each with a number of its own: an address
 * is used again for the next ring, and nothing tells of a ring's end. Direct-mapped, so
 * that a look-up is an index and a comparison; of two rings that share a place the newer
 * one has it.
 */
struct ring_birth {
	__u64 ring;
	__u64 number;
};
#define RING_BIRTHS 1024
struct ring_birth ring_births[RING_BIRTHS];

/* Beside the number of the place's last birth: the ring that is asked about is another, an older one. */
#define RING_OLDER (1U << 31)

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
 * Words at any kernel address. The direct form turns the address into a
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

/* The lower half of an address, as a number: the verifier takes a copied half of a pointer for one. */
static __always_inline __u32 low_half(__u64 address)
{
	__u32 low;

	asm volatile("%0 = %1" : "=w"(low) : "w"((__u32)address));
	return low;
}

static __always_inline volatile struct ring_birth *birth_of(__u64 ctx)
{
	__u32 low = low_half(ctx);
	__u32 index = (low >> 8 ^ low >> 16) & (RING_BIRTHS - 1);

	return &ring_births[index];
}

/* A ring came to be: whatever was remembered by its address is void from now on, whoever remembered it. */
static __always_inline void note_birth(__u64 ctx)
{
	volatile struct ring_birth *birth = birth_of(ctx);
	__u32 number = __sync_fetch_and_add(&next_ring_number, 1) + 1;

	if (!(number & RS_RING_NUMBER_MASK))
		number = __sync_fetch_and_add(&next_ring_number, 1) + 1;
	birth->ring = 0;
	barrier();
	birth->number = number & ~RING_OLDER;
	barrier();
	birth->ring = ctx;
}

/*
 * What tells a ring from others that had its address before or will have it: its number,
 * or for an older ring the last number of its place, marked. It changes with every birth
 * at that address, and for an older ring also with births beside it. The address is read
 * twice, since a birth may come between.
 */
static __always_inline __u32 ring_number(__u64 ctx)
{
	volatile struct ring_birth *birth = birth_of(ctx);
	__u64 before = birth->ring;
	__u32 number = birth->number;

	barrier();
	if (before == ctx && birth->ring == ctx)
		return number;
	return number | RING_OLDER;
}

static __always_inline bool may_be_same_ring(__u32 number, __u32 other)
{
	return number == other || (number | other) & RING_OLDER;
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

static __always_inline void fill_head(struct rs_head *head, __u8 kind, __u8 flags, __u8 opcode, __u64 ring, __u32 number,
				      __u64 req, __u64 time)
{
	head->kind = kind;
	head->flags = flags;
	head->opcode = opcode;
	head->pad = 0;
	head->lost = *(volatile __u32 *)&lost_total;
	head->time = time;
	head->ring = identity(ring);
	/* its number takes the place of the address's highest bytes, which are the same in all */
	((__u16 *)&head->ring)[__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 3 : 0] =
		number & RING_OLDER ? 0 : number & RS_RING_NUMBER_MASK;
	head->req = identity(req);
}

#endif
