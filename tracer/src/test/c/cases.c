// SPDX-License-Identifier: Apache-2.0
/* One request, or a few, for each thing the kernel can do with a request. */
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define CMD_OP 0x52530002U
#define SOCKET_SIOCINQ 0U
#define SOCKET_SIOCOUTQ 1U
#define SOCKET_GETSOCKOPT 2U
#define SOCKET_SETSOCKOPT 3U

struct scenario {
	const char *name;
	void (*run)(struct lab *lab);
	const char *says;
};

static int open_null(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		lab_fail("open /dev/null", errno);
	return fd;
}

static int open_regular(void)
{
	char path[] = "/tmp/ringspect-lab-XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0 || unlink(path) || write(fd, "0123456789abcdef", 16) != 16)
		lab_fail("a temporary file", errno);
	return fd;
}

/* What the kernel takes. */

static void null_command(struct lab *lab)
{
	lab_command(lab, "null", open_null(), CMD_OP);
	lab_run(lab);
}

static void async_command(struct lab *lab)
{
	lab_command(lab, "async", open_null(), CMD_OP)->flags = IOSQE_ASYNC;
	lab_run(lab);
}

static void fixed_file(struct lab *lab)
{
	int files[4] = { -1, open_null(), -1, -1 };
	struct io_uring_sqe *sqe;
	int error = io_uring_register_files(&lab->ring, files, 4);

	if (error)
		lab_fail("IORING_REGISTER_FILES", error);
	sqe = lab_command(lab, "fixed-file", 1, CMD_OP);
	sqe->flags = IOSQE_FIXED_FILE;
	lab_run(lab);
	sqe = lab_command(lab, "fixed-empty", 3, CMD_OP);
	sqe->flags = IOSQE_FIXED_FILE;
	lab_run(lab);
	io_uring_unregister_files(&lab->ring);
}

static void socket_commands(struct lab *lab)
{
	static int value;
	int pair[2];
	struct io_uring_sqe *sqe;

	lab_tcp_pair(pair);
	if (write(pair[0], "seven..", 7) != 7)
		lab_fail("write to a socket", errno);
	lab_await_input(pair[1]);
	sqe = lab_sqe(lab, "socket-inq");
	sqe->opcode = LAB_OP_URING_CMD;
	sqe->fd = pair[1];
	sqe->cmd_op = SOCKET_SIOCINQ;
	lab_run(lab);
	sqe = lab_sqe(lab, "socket-outq");
	sqe->opcode = LAB_OP_URING_CMD;
	sqe->fd = pair[1];
	sqe->cmd_op = SOCKET_SIOCOUTQ;
	lab_run(lab);
	sqe = lab_sqe(lab, "socket-getsockopt");
	sqe->opcode = LAB_OP_URING_CMD;
	sqe->fd = pair[1];
	sqe->cmd_op = SOCKET_GETSOCKOPT;
	sqe->addr = (uint64_t)SO_RCVBUF << 32 | SOL_SOCKET;
	sqe->file_index = sizeof(value);
	sqe->addr3 = (uintptr_t)&value;
	lab_run(lab);
	value = 1;
	sqe = lab_sqe(lab, "socket-setsockopt");
	sqe->opcode = LAB_OP_URING_CMD;
	sqe->fd = pair[1];
	sqe->cmd_op = SOCKET_SETSOCKOPT;
	sqe->addr = (uint64_t)SO_KEEPALIVE << 32 | SOL_SOCKET;
	sqe->file_index = sizeof(value);
	sqe->addr3 = (uintptr_t)&value;
	lab_run(lab);
}

static void other_opcodes(struct lab *lab)
{
	static char buffer[64], path[] = "/dev/null";
	static struct __kernel_timespec soon = { .tv_nsec = 1000000 };
	static struct statx status;
	int regular = open_regular();
	int event = eventfd(0, EFD_CLOEXEC);

#define OTHER(name, prepare)                                                   \
	do {                                                                   \
		struct io_uring_sqe *sqe = lab_sqe(lab, name);                 \
		uint64_t user_data = sqe->user_data;                           \
		prepare;                                                       \
		sqe->user_data = user_data;                                    \
		lab_run(lab);                                                  \
	} while (0)
	OTHER("nop", io_uring_prep_nop(sqe));
	OTHER("read", io_uring_prep_read(sqe, regular, buffer, 10, 3));
	OTHER("write", io_uring_prep_write(sqe, regular, "written", 7, 0));
	OTHER("fsync", io_uring_prep_fsync(sqe, regular, 0));
	OTHER("timeout", io_uring_prep_timeout(sqe, &soon, 0, 0));
	OTHER("poll", io_uring_prep_poll_add(sqe, event, POLLOUT));
	OTHER("openat", io_uring_prep_openat(sqe, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0));
	OTHER("statx", io_uring_prep_statx(sqe, AT_FDCWD, path, 0, STATX_TYPE, &status));
	OTHER("close", io_uring_prep_close(sqe, regular));
#undef OTHER
	null_command(lab);
}

static void big_nop(struct lab *lab)
{
	struct io_uring_sqe *sqe = lab_sqe(lab, "big-nop");

	sqe->opcode = IORING_OP_NOP;
	sqe->rw_flags = LAB_NOP_INJECT_RESULT | LAB_NOP_CQE32;
	sqe->len = 77;
	sqe->off = 0x1111222233334444ULL;
	sqe->addr = 0x5555666677778888ULL;
	lab_run(lab);
}

/* What prep refuses: the request never passes io_uring_submit_req. */

static void prep_failures(struct lab *lab)
{
	int fd = open_null();
	struct io_uring_sqe *sqe;

	sqe = lab_command(lab, "pad1", fd, CMD_OP);
	sqe->off |= 1ULL << 32;
	lab_run(lab);
	lab_command(lab, "ioprio", fd, CMD_OP)->ioprio = 7;
	lab_run(lab);
	lab_command(lab, "cmd-flags", fd, CMD_OP)->rw_flags = 1 << 5;
	lab_run(lab);
	lab_command(lab, "opcode-200", fd, CMD_OP)->opcode = 200;
	lab_run(lab);
	lab_command(lab, "sqe-flag-7", fd, CMD_OP)->flags = 0x80;
	lab_run(lab);
	lab_command(lab, "buffer-select", fd, CMD_OP)->flags = IOSQE_BUFFER_SELECT;
	lab_run(lab);
	lab_command(lab, "personality", fd, CMD_OP)->personality = 9;
	lab_run(lab);
}

/* What the core or a provider refuses after prep. */

static void refusals(struct lab *lab)
{
	int pair[2];
	struct io_uring_sqe *sqe;

	lab_tcp_pair(pair);
	lab_command(lab, "regular-file", open_regular(), CMD_OP);
	lab_run(lab);
	lab_command(lab, "bad-fd", 999, CMD_OP);
	lab_run(lab);
	lab_command(lab, "socket-unknown", pair[0], 0x99);
	lab_run(lab);
	sqe = lab_sqe(lab, "socket-level");
	sqe->opcode = LAB_OP_URING_CMD;
	sqe->fd = pair[0];
	sqe->cmd_op = SOCKET_GETSOCKOPT;
	sqe->addr = (uint64_t)1 << 32 | IPPROTO_TCP;
	sqe->file_index = 4;
	lab_run(lab);
}

/* Requests that hang on each other, or end without the usual completion. */

static void link_chain(struct lab *lab)
{
	int fd = open_null();

	lab_command(lab, "link-head", fd, CMD_OP)->flags = IOSQE_IO_LINK;
	lab_command(lab, "link-breaks", 999, CMD_OP)->flags = IOSQE_IO_LINK;
	lab_command(lab, "link-cancelled", fd, CMD_OP);
	lab_run(lab);
}

static void link_prep_failure(struct lab *lab)
{
	int fd = open_null();

	lab_command(lab, "chain-head", fd, CMD_OP)->flags = IOSQE_IO_LINK;
	lab_command(lab, "chain-bad", fd, CMD_OP)->flags = IOSQE_IO_LINK;
	lab->sqes[1]->ioprio = 7;
	lab_command(lab, "chain-tail", fd, CMD_OP);
	lab_run(lab);
}

static void drain(struct lab *lab)
{
	static struct __kernel_timespec soon = { .tv_nsec = 5000000 };
	struct io_uring_sqe *sqe = lab_sqe(lab, "drain-before");

	sqe->opcode = IORING_OP_TIMEOUT;
	sqe->fd = -1;
	sqe->addr = (uintptr_t)&soon;
	sqe->len = 1;
	lab_command(lab, "drain-command", open_null(), CMD_OP)->flags = IOSQE_IO_DRAIN;
	lab_run(lab);
}

static void skip_success(struct lab *lab)
{
	lab_command(lab, "skip", open_null(), CMD_OP)->flags = IOSQE_CQE_SKIP_SUCCESS;
	lab_submit(lab);
	lab_command(lab, "after-skip", open_null(), CMD_OP);
	lab_run(lab);
}

static void overflow(struct lab *lab)
{
	unsigned int room = *lab->ring.cq.kring_entries;
	unsigned int i;
	int fd = open_null();

	for (i = 0; i < room + 3; i++) {
		lab_command(lab, i < room ? "overflow-fits" : "overflow-over", fd, CMD_OP);
		lab_submit(lab);
	}
	lab_reap(lab, room + 3);
}

static void cancel_read(struct lab *lab)
{
	static char byte;
	int ends[2];
	uint64_t read_data, cancel_data;
	unsigned int open_before = lab->submitted - lab->reaped;
	struct io_uring_sqe *sqe;
	int result;

	if (pipe2(ends, O_CLOEXEC))
		lab_fail("pipe", errno);
	sqe = lab_sqe(lab, "cancelled-read");
	read_data = sqe->user_data;
	io_uring_prep_read(sqe, ends[0], &byte, 1, 0);
	sqe->user_data = read_data;
	lab_submit(lab);
	/*
	 * After a drain the read starts in a kernel worker. A cancel that meets the
	 * worker at work answers -EALREADY, one that meets the read on its way from
	 * there to wait for its pipe -ENOENT; the read may stay after both. So it is
	 * asked for again until it is taken or the read is over.
	 */
	do {
		sqe = lab_sqe(lab, "cancel");
		sqe->opcode = IORING_OP_ASYNC_CANCEL;
		sqe->addr = read_data;
		cancel_data = sqe->user_data;
		lab_submit(lab);
		result = lab_reap_until(lab, cancel_data);
	} while ((result == -EALREADY || result == -ENOENT) && lab->submitted - lab->reaped > open_before);
	lab_reap(lab, lab->submitted - lab->reaped - open_before);
}

static void abandoned_read(struct lab *lab)
{
	static char byte;
	int ends[2];
	uint64_t user_data;
	struct io_uring_sqe *sqe;

	if (pipe2(ends, O_CLOEXEC))
		lab_fail("pipe", errno);
	sqe = lab_sqe(lab, "open-read");
	user_data = sqe->user_data;
	io_uring_prep_read(sqe, ends[0], &byte, 1, 0);
	sqe->user_data = user_data;
	lab_submit(lab);
}

static void pending_read(struct lab *lab)
{
	abandoned_read(lab);
	printf("{\"kind\":\"ready\",\"pid\":%d,\"fd\":%d}\n", getpid(), lab->ring.ring_fd);
	fflush(stdout);
	for (;;)
		pause();
}

static const struct scenario scenarios[] = {
	{ "null", null_command, "one command to /dev/null, completed with 0" },
	{ "async", async_command, "the same through a kernel worker (IOSQE_ASYNC)" },
	{ "fixed", fixed_file, "a registered file, then an empty place of the table (-EBADF)" },
	{ "socket", socket_commands, "SIOCINQ, SIOCOUTQ, GETSOCKOPT, SETSOCKOPT on a loopback TCP pair" },
	{ "others", other_opcodes, "NOP, READ, WRITE, FSYNC, TIMEOUT, POLL_ADD, OPENAT, STATX, CLOSE, URING_CMD" },
	{ "big-nop", big_nop, "a NOP that fills both big CQE words (needs --cqe32)" },
	{ "prep", prep_failures, "refused at prep (-EINVAL): pad1, ioprio, uring_cmd_flags, opcode 200,\n"
				 "              SQE flag 7, BUFFER_SELECT alone, unknown personality" },
	{ "refusals", refusals, "regular file (-EOPNOTSUPP), bad fd (-EBADF), unknown socket op and\n"
				"              another level (-EOPNOTSUPP)" },
	{ "link", link_chain, "a chain whose second member fails: the third is cancelled" },
	{ "link-prep", link_prep_failure, "a chain whose second member is refused at prep" },
	{ "drain", drain, "a command that waits behind a timeout (IOSQE_IO_DRAIN)" },
	{ "skip", skip_success, "a success without a CQE (IOSQE_CQE_SKIP_SUCCESS)" },
	{ "overflow", overflow, "three more completions than the CQ holds (use --cq-entries 8 --entries 8)" },
	{ "cancel", cancel_read, "a read of an empty pipe, cancelled" },
	{ "abandoned", abandoned_read, "a read of an empty pipe, still open when the ring goes" },
	{ "pending", pending_read, "the same, a line of kind ready, and then nothing until the program is killed" },
};

static void usage(FILE *to)
{
	unsigned int i;

	fprintf(to,
		"cases [options] NAME... runs scenarios on one ring, in the order given.\n"
		"\n"
		"  --first N         user_data of the first request (default 0x1000)\n"
		"  --help            this text\n"
		"%s\n",
		lab_option_usage);
	for (i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++)
		fprintf(to, "  %-11s %s\n", scenarios[i].name, scenarios[i].says);
}

static const struct scenario *find(const char *name)
{
	unsigned int i;

	for (i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++)
		if (!strcmp(scenarios[i].name, name))
			return &scenarios[i];
	fprintf(stderr, "cases: there is no scenario \"%s\"\n", name);
	usage(stderr);
	exit(2);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "first", required_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		LAB_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	struct lab_setup setup = { .entries = 64 };
	unsigned long long first = 0x1000;
	struct lab lab;
	int option, i;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'h') {
			usage(stdout);
			return 0;
		}
		if (option == 'f') {
			first = lab_number("--first", optarg);
		} else if (!lab_option(&setup, option, optarg)) {
			usage(stderr);
			return 2;
		}
	}
	if (optind == argc) {
		usage(stderr);
		return 2;
	}
	for (i = optind; i < argc; i++)
		find(argv[i]);
	lab_open(&lab, &setup, first);
	for (i = optind; i < argc; i++)
		find(argv[i])->run(&lab);
	lab_close(&lab);
	return 0;
}
