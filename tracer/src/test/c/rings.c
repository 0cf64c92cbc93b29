// SPDX-License-Identifier: Apache-2.0
/*
 * Rings that change while they live, and rings that no descriptor leads to. What liburing
 * hides is what matters here, so these rings are set up by hand.
 */
#include "lab.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Of headers newer than the oldest that this has to be built with. */
#define SETUP_NO_MMAP (1U << 14)
#define SETUP_REGISTERED_FD_ONLY (1U << 15)
#define SETUP_NO_SQARRAY (1U << 16)
#define ENTER_REGISTERED_RING (1U << 4)
#define REGISTER_RESIZE_RINGS 33U
#define USER_ADDR 32 /* offset in struct io_sqring_offsets and in struct io_cqring_offsets */

/* Memory of a ring that brings its own, and where its SQEs lie in it. */
#define OWN_BYTES (2UL << 20)
#define SQES_AT (1UL << 20)

struct raw {
	int fd; /* or the index of a registered ring */
	unsigned int enter_flags;
	struct io_uring_params params;
	char *rings;
	size_t rings_size;
	struct io_uring_sqe *sqes;
	unsigned int taken; /* SQEs handed out */
};

static unsigned int *word(struct raw *raw, unsigned int offset)
{
	return (unsigned int *)(raw->rings + offset);
}

static void map(struct raw *raw)
{
	struct io_uring_params *p = &raw->params;
	size_t sq = p->sq_off.array + p->sq_entries * sizeof(unsigned int);
	size_t cq = p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe);
	int protection = PROT_READ | PROT_WRITE;

	raw->rings_size = sq > cq ? sq : cq;
	raw->rings = mmap(NULL, raw->rings_size, protection, MAP_SHARED | MAP_POPULATE, raw->fd, IORING_OFF_SQ_RING);
	raw->sqes = mmap(NULL, p->sq_entries * sizeof(*raw->sqes), protection, MAP_SHARED | MAP_POPULATE, raw->fd,
			 IORING_OFF_SQES);
	if (raw->rings == MAP_FAILED || raw->sqes == MAP_FAILED)
		lab_fail("mmap of a ring", errno);
}

static void unmap(struct raw *raw)
{
	munmap(raw->rings, raw->rings_size);
	munmap(raw->sqes, raw->params.sq_entries * sizeof(*raw->sqes));
}

/* The kernel has no such rings: 77 tells the test so. */
static void refused(const char *what)
{
	fprintf(stderr, "rings: %s: %s\n", what, strerror(errno));
	exit(errno == EINVAL ? 77 : 1);
}

static void set_up(struct raw *raw, unsigned int entries, unsigned int flags)
{
	memset(raw, 0, sizeof(*raw));
	raw->params.flags = flags;
	raw->fd = syscall(SYS_io_uring_setup, entries, &raw->params);
	if (raw->fd < 0)
		refused("io_uring_setup");
}

static struct io_uring_sqe *next_sqe(struct raw *raw, uint64_t user_data)
{
	unsigned int index = raw->taken++ & (raw->params.sq_entries - 1);
	struct io_uring_sqe *sqe = &raw->sqes[index];

	memset(sqe, 0, sizeof(*sqe));
	sqe->fd = -1;
	sqe->user_data = user_data;
	if (!(raw->params.flags & SETUP_NO_SQARRAY))
		word(raw, raw->params.sq_off.array)[index] = index;
	return sqe;
}

/* Submits what was handed out, and takes so many completions. */
static void enter(struct raw *raw, unsigned int wait_for)
{
	unsigned int *tail = word(raw, raw->params.sq_off.tail);
	unsigned int *head = word(raw, raw->params.cq_off.head);
	unsigned int submit = raw->taken - *tail;

	__atomic_store_n(tail, raw->taken, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, raw->fd, submit, wait_for, raw->enter_flags | IORING_ENTER_GETEVENTS, NULL, 0) !=
	    (int)submit)
		lab_fail("io_uring_enter", errno);
	__atomic_store_n(head, __atomic_load_n(word(raw, raw->params.cq_off.tail), __ATOMIC_ACQUIRE), __ATOMIC_RELEASE);
}

static void run_on(const cpu_set_t *allowed, bool first)
{
	cpu_set_t one;
	int cpu = -1;

	for (int i = 0; i < CPU_SETSIZE && !(first && cpu >= 0); i++)
		if (CPU_ISSET(i, allowed))
			cpu = i;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		lab_fail("sched_setaffinity", errno);
}

/* Four requests: a read that rests while the task moves, one NOP on each processor, and one back on the first. */
static void enabled(void)
{
	struct raw raw;
	cpu_set_t allowed;
	struct io_uring_sqe *sqe;
	static char bytes[3];
	int ends[2];

	if (sched_getaffinity(0, sizeof(allowed), &allowed) || pipe(ends))
		lab_fail("processors, or a pipe", errno);
	run_on(&allowed, true);
	set_up(&raw, 8, IORING_SETUP_R_DISABLED);
	map(&raw);
	if (syscall(SYS_io_uring_register, raw.fd, IORING_REGISTER_ENABLE_RINGS, NULL, 0))
		lab_fail("IORING_REGISTER_ENABLE_RINGS", errno);
	sqe = next_sqe(&raw, 0x11);
	sqe->opcode = IORING_OP_READ;
	sqe->fd = ends[0];
	sqe->addr = (uintptr_t)bytes;
	sqe->len = sizeof(bytes);
	next_sqe(&raw, 0x12);
	enter(&raw, 1);
	run_on(&allowed, false);
	next_sqe(&raw, 0x13);
	enter(&raw, 1);
	if (write(ends[1], "abc", 3) != 3)
		lab_fail("write to a pipe", errno);
	enter(&raw, 1);
	run_on(&allowed, true);
	next_sqe(&raw, 0x14);
	enter(&raw, 1);
}

static void resized(void)
{
	struct io_uring_params larger = { .sq_entries = 64, .cq_entries = 256, .flags = IORING_SETUP_CQSIZE };
	struct raw raw;

	/* where the array of indexes lies now, Linux 6.18 does not say */
	set_up(&raw, 8, IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | SETUP_NO_SQARRAY);
	map(&raw);
	next_sqe(&raw, 0x21);
	enter(&raw, 1);
	unmap(&raw);
	if (syscall(SYS_io_uring_register, raw.fd, REGISTER_RESIZE_RINGS, &larger, 1))
		refused("IORING_REGISTER_RESIZE_RINGS");
	raw.params = larger;
	map(&raw);
	next_sqe(&raw, 0x22);
	enter(&raw, 1);
}

static void registered(void)
{
	struct raw raw;
	uintptr_t at, sqes;
	char *memory = mmap(NULL, OWN_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		lab_fail("mmap", errno);
	memset(&raw, 0, sizeof(raw));
	/* one page each is contiguous whatever the memory is made of */
	at = (uintptr_t)memory;
	sqes = at + SQES_AT;
	raw.params.flags = SETUP_NO_MMAP | SETUP_REGISTERED_FD_ONLY;
	memcpy((char *)&raw.params.cq_off + USER_ADDR, &at, sizeof(at));
	memcpy((char *)&raw.params.sq_off + USER_ADDR, &sqes, sizeof(sqes));
	raw.fd = syscall(SYS_io_uring_setup, 8, &raw.params);
	if (raw.fd < 0)
		refused("io_uring_setup");
	raw.rings = memory;
	raw.sqes = (struct io_uring_sqe *)sqes;
	raw.enter_flags = ENTER_REGISTERED_RING;
	next_sqe(&raw, 0x31);
	enter(&raw, 1);
}

/* The head was to skip its CQE and fails: it alone gets one, and the others are over without a word. */
static void chain(void)
{
	struct raw raw;

	set_up(&raw, 8, 0);
	map(&raw);
	for (uint64_t i = 0; i < 4; i++) {
		struct io_uring_sqe *sqe = next_sqe(&raw, 0x41 + i);

		sqe->flags = i < 3 ? IOSQE_IO_LINK : 0;
		if (!i) {
			sqe->opcode = IORING_OP_READ; /* of no descriptor */
			sqe->flags |= IOSQE_CQE_SKIP_SUCCESS;
		}
	}
	enter(&raw, 1);
	/* their memory is used again, so that each shows to be over */
	for (uint64_t i = 0; i < 8; i++)
		next_sqe(&raw, 0x51 + i);
	enter(&raw, 8);
}

static const struct {
	const char *name;
	void (*run)(void);
	const char *says;
} scenarios[] = {
	{ "enabled", enabled, "made with R_DISABLED, enabled, and its task moved to another processor" },
	{ "resized", resized, "IORING_REGISTER_RESIZE_RINGS from 8 and 16 entries to 64 and 256" },
	{ "registered", registered, "REGISTERED_FD_ONLY: no descriptor leads to it" },
	{ "chain", chain, "the head of a chain was to skip its CQE, and fails" },
};

int main(int argc, char **argv)
{
	unsigned int count = sizeof(scenarios) / sizeof(scenarios[0]);

	for (unsigned int i = 0; argc == 2 && i < count; i++) {
		if (!strcmp(argv[1], scenarios[i].name)) {
			scenarios[i].run();
			return 0;
		}
	}
	fprintf(stderr, "rings NAME runs one of these, and returns 77 when the kernel has no such rings:\n\n");
	for (unsigned int i = 0; i < count; i++)
		fprintf(stderr, "  %-11s %s\n", scenarios[i].name, scenarios[i].says);
	return 2;
}
