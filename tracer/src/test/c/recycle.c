// SPDX-License-Identifier: Apache-2.0
/* Requests in memory that the kernel used before, for something else. */
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define CMD_OP 0x52530003U
#define FORMER 16	       /* requests whose memory is used again */
#define FIRST_SEND 0x5e4d0000U /* user_data of the first zero-copy send */
#define MIXED_ENTRIES 8
#define SETUP_SQE_MIXED (1U << 19)
#define OP_NOP128 63

static void usage(FILE *to)
{
	fprintf(to,
		"recycle [options] NAME runs one of these:\n"
		"\n"
		"  notifs       zero-copy sends, user_data from 0x5e4d0000 on; their notifications\n"
		"               lie where requests without a CQE lay before\n"
		"  hidden       the same, but not dumpable when it comes to the sends\n"
		"  timeouts     commands that are refused at prep (__pad1), cmd_op 0x52530003,\n"
		"               where timeouts lay before\n"
		"  mixed        a NOP128 that starts in the last slot of a ring of mixed SQE sizes:\n"
		"               refused (-EINVAL); 3 when the kernel has no such rings\n"
		"  --help       this text\n"
		"%s",
		lab_option_usage);
}

/* Requests that pass prep and are never told to complete. */
static void leave_no_trace(struct lab *lab)
{
	for (int i = 0; i < FORMER; i++) {
		struct io_uring_sqe *sqe = lab_sqe(lab, "former");

		sqe->opcode = IORING_OP_NOP;
		sqe->flags = IOSQE_CQE_SKIP_SUCCESS;
	}
	lab_submit(lab);
}

static void send_without_copy(struct lab *lab)
{
	static char text[64], read_back[64];
	struct io_uring_sqe *sqe;
	int pair[2];

	lab_tcp_pair(pair);
	lab->next_user_data = FIRST_SEND;
	for (int i = 0; i < 4; i++) {
		uint64_t user_data;

		sqe = lab_sqe(lab, "send-zc");
		user_data = sqe->user_data;
		io_uring_prep_send_zc(sqe, pair[0], text, sizeof(text), 0, 0);
		sqe->user_data = user_data;
		lab_submit(lab);
		if (recv(pair[1], read_back, sizeof(read_back), MSG_WAITALL) != sizeof(read_back))
			lab_fail("recv from a socket", errno);
		lab_reap(lab, 2);
	}
}

static void notifs(struct lab *lab)
{
	leave_no_trace(lab);
	send_without_copy(lab);
}

static void hidden(struct lab *lab)
{
	leave_no_trace(lab);
	if (prctl(PR_SET_DUMPABLE, 0))
		lab_fail("PR_SET_DUMPABLE", errno);
	send_without_copy(lab);
}

static void timeouts(struct lab *lab)
{
	static struct __kernel_timespec soon = { .tv_nsec = 1000000 };
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		lab_fail("open /dev/null", errno);
	for (int i = 0; i < FORMER; i++) {
		struct io_uring_sqe *sqe = lab_sqe(lab, "former");

		sqe->opcode = IORING_OP_TIMEOUT;
		sqe->fd = -1;
		sqe->addr = (uintptr_t)&soon;
		sqe->len = 1;
	}
	lab_run(lab);
	for (int i = 0; i < FORMER; i++) {
		lab_command(lab, "pad1", fd, CMD_OP)->off |= 1ULL << 32;
		lab_run(lab);
	}
}

static void mixed(struct lab *lab)
{
	for (int i = 0; i < MIXED_ENTRIES - 1; i++)
		lab_sqe(lab, "before")->opcode = IORING_OP_NOP;
	lab_run(lab);
	lab_sqe(lab, "last-slot")->opcode = OP_NOP128;
	lab_sqe(lab, "behind-it")->opcode = IORING_OP_NOP;
	lab_run(lab);
}

static bool kernel_has_mixed_rings(void)
{
	struct io_uring ring;

	if (io_uring_queue_init(MIXED_ENTRIES, &ring, SETUP_SQE_MIXED))
		return false;
	io_uring_queue_exit(&ring);
	return true;
}

static const struct {
	const char *name;
	void (*run)(struct lab *lab);
} scenarios[] = {
	{ "notifs", notifs },
	{ "hidden", hidden },
	{ "timeouts", timeouts },
	{ "mixed", mixed },
};

int main(int argc, char **argv)
{
	struct lab_setup setup = { .entries = 64 };
	struct lab lab;

	lab_options(&setup, argc, argv, usage);
	for (size_t i = 0; argc - optind == 1 && i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
		if (strcmp(scenarios[i].name, argv[optind]))
			continue;
		if (!strcmp(argv[optind], "mixed")) {
			if (!kernel_has_mixed_rings())
				return 3;
			setup.flags |= SETUP_SQE_MIXED;
			setup.entries = MIXED_ENTRIES;
		}
		lab_open(&lab, &setup, 0x1000);
		scenarios[i].run(&lab);
		lab_close(&lab);
		return 0;
	}
	usage(stderr);
	return 2;
}
