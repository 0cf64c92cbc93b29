// SPDX-License-Identifier: Apache-2.0
#include "lab.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const char lab_option_usage[] =
	"  --sqe128          128-byte SQEs\n"
	"  --cqe32           32-byte CQEs\n"
	"  --sqpoll          a kernel thread takes the SQEs\n"
	"  --defer-taskrun   SINGLE_ISSUER and DEFER_TASKRUN\n"
	"  --submit-all      go on after a refused SQE\n"
	"  --entries N       SQ entries (default 64)\n"
	"  --cq-entries N    CQ entries (default: twice the SQ's)\n"
	"  --gate            make the ring, print a line of kind ready, and wait until\n"
	"                    stdin ends\n";

bool lab_option(struct lab_setup *setup, int option, const char *argument)
{
	switch (option) {
	case 1001:
		setup->flags |= IORING_SETUP_SQE128;
		return true;
	case 1002:
		setup->flags |= IORING_SETUP_CQE32;
		return true;
	case 1003:
		setup->flags |= IORING_SETUP_SQPOLL;
		return true;
	case 1004:
		setup->flags |= IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;
		return true;
	case 1005:
		setup->flags |= IORING_SETUP_SUBMIT_ALL;
		return true;
	case 1006:
		setup->entries = lab_number("--entries", argument);
		return true;
	case 1007:
		setup->cq_entries = lab_number("--cq-entries", argument);
		setup->flags |= IORING_SETUP_CQSIZE;
		return true;
	case 1008:
		setup->gate = true;
		return true;
	default:
		return false;
	}
}

void lab_options(struct lab_setup *setup, int argc, char **argv, void (*usage)(FILE *to))
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		LAB_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'h') {
			usage(stdout);
			exit(0);
		}
		if (!lab_option(setup, option, optarg)) {
			usage(stderr);
			exit(2);
		}
	}
}

unsigned long long lab_number(const char *option, const char *text)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno || end == text || *end) {
		fprintf(stderr, "%s: expected a number, got \"%s\"\n", option, text);
		exit(2);
	}
	return value;
}

void lab_fail(const char *call, int errno_value)
{
	int positive = errno_value < 0 ? -errno_value : errno_value;

	fflush(stdout);
	fprintf(stderr, "%s: %s (errno %d)\n", call, strerror(positive), positive);
	exit(1);
}

void lab_gate(const struct lab *lab)
{
	char byte;
	ssize_t got;

	printf("{\"kind\":\"ready\",\"pid\":%d,\"fd\":%d}\n", getpid(), lab->ring.ring_fd);
	fflush(stdout);
	do {
		got = read(STDIN_FILENO, &byte, 1);
	} while (got > 0 || (got < 0 && errno == EINTR));
}

void lab_open(struct lab *lab, const struct lab_setup *setup, uint64_t first_user_data)
{
	struct io_uring_params params;
	int error;

	memset(lab, 0, sizeof(*lab));
	memset(&params, 0, sizeof(params));
	lab->setup = *setup;
	lab->next_user_data = first_user_data;
	lab->sqe_size = setup->flags & IORING_SETUP_SQE128 ? 128 : 64;
	lab->big_cqe = setup->flags & IORING_SETUP_CQE32;
	params.flags = setup->flags;
	params.cq_entries = setup->cq_entries;
	params.sq_thread_idle = 100;
	error = io_uring_queue_init_params(setup->entries, &lab->ring, &params);
	if (error)
		lab_fail("io_uring_setup", error);
	setvbuf(stdout, NULL, _IOLBF, 4096);
	printf("{\"kind\":\"ring\",\"pid\":%d,\"tid\":%d,\"uid\":%d,\"euid\":%d,\"fd\":%d,"
	       "\"setup\":%u,\"sqEntries\":%u,\"cqEntries\":%u}\n",
	       getpid(), gettid(), getuid(), geteuid(), lab->ring.ring_fd,
	       params.flags, params.sq_entries, params.cq_entries);
	if (setup->gate)
		lab_gate(lab);
}

struct io_uring_sqe *lab_sqe(struct lab *lab, const char *name)
{
	struct io_uring_sqe *sqe;

	if (lab->pending == LAB_PENDING)
		lab_fail("lab_sqe", ENOBUFS);
	sqe = io_uring_get_sqe(&lab->ring);
	if (!sqe)
		lab_fail("io_uring_get_sqe", EBUSY);
	memset(sqe, 0, lab->sqe_size);
	sqe->user_data = lab->next_user_data++;
	lab->names[lab->pending] = name;
	lab->sqes[lab->pending++] = sqe;
	return sqe;
}

void lab_fill(void *sqe, unsigned int sqe_size, uint64_t user_data)
{
	uint64_t word = user_data * 0x9e3779b97f4a7c15ULL + 0x5851f42d4c957f2dULL;
	unsigned int at;

	for (at = LAB_COMMAND_AREA; at < sqe_size; at += sizeof(word)) {
		memcpy((char *)sqe + at, &word, sizeof(word));
		word += 0xc2b2ae3d27d4eb4fULL;
	}
}

struct io_uring_sqe *lab_command(struct lab *lab, const char *name, int fd, unsigned int cmd_op)
{
	struct io_uring_sqe *sqe = lab_sqe(lab, name);

	sqe->opcode = LAB_OP_URING_CMD;
	sqe->fd = fd;
	sqe->cmd_op = cmd_op;
	lab_fill(sqe, lab->sqe_size, sqe->user_data);
	return sqe;
}

static void print_sqe(const struct lab *lab, const char *name, const struct io_uring_sqe *sqe)
{
	const unsigned char *bytes = (const unsigned char *)sqe;
	unsigned int i;

	printf("{\"kind\":\"sqe\",\"name\":\"%s\",\"pid\":%d,\"tid\":%d,\"userData\":\"0x%llx\",\"sqe\":\"",
	       name, getpid(), gettid(), (unsigned long long)sqe->user_data);
	for (i = 0; i < lab->sqe_size; i++)
		printf("%02x", bytes[i]);
	printf("\"}\n");
}

void lab_submit(struct lab *lab)
{
	unsigned int left = lab->pending;
	unsigned int i;
	int taken;

	for (i = 0; i < lab->pending; i++)
		print_sqe(lab, lab->names[i], lab->sqes[i]);
	while (left) {
		taken = io_uring_submit(&lab->ring);
		if (taken <= 0)
			lab_fail("io_uring_enter", taken);
		lab->submitted += taken;
		left -= (unsigned int)taken < left ? (unsigned int)taken : left;
	}
	lab->pending = 0;
}

static void print_cqe(const struct lab *lab, const struct io_uring_cqe *cqe)
{
	printf("{\"kind\":\"cqe\",\"userData\":\"0x%llx\",\"res\":%d,\"flags\":%u,"
	       "\"big\":[\"0x%llx\",\"0x%llx\"]}\n",
	       (unsigned long long)cqe->user_data, cqe->res, cqe->flags,
	       lab->big_cqe ? (unsigned long long)cqe->big_cqe[0] : 0,
	       lab->big_cqe ? (unsigned long long)cqe->big_cqe[1] : 0);
}

/* The result of the next completion; its user_data goes to *user_data. */
static int reap_one(struct lab *lab, uint64_t *user_data)
{
	struct __kernel_timespec limit = { .tv_sec = LAB_PATIENCE };
	struct io_uring_cqe *cqe;
	int error, result;

	do {
		error = io_uring_wait_cqe_timeout(&lab->ring, &cqe, &limit);
	} while (error == -EINTR);
	if (error)
		lab_fail("waiting for a completion", error);
	print_cqe(lab, cqe);
	*user_data = cqe->user_data;
	result = cqe->res;
	io_uring_cqe_seen(&lab->ring, cqe);
	lab->reaped++;
	return result;
}

void lab_reap(struct lab *lab, unsigned int count)
{
	uint64_t user_data;

	while (count--)
		reap_one(lab, &user_data);
}

int lab_reap_until(struct lab *lab, uint64_t user_data)
{
	uint64_t reaped;
	int result;

	do {
		result = reap_one(lab, &reaped);
	} while (reaped != user_data);
	return result;
}

void lab_run(struct lab *lab)
{
	unsigned int count = lab->pending;

	lab_submit(lab);
	lab_reap(lab, count);
}

void lab_close(struct lab *lab)
{
	printf("{\"kind\":\"summary\",\"pid\":%d,\"submitted\":%u,\"reaped\":%u}\n",
	       getpid(), lab->submitted, lab->reaped);
	fflush(stdout);
	io_uring_queue_exit(&lab->ring);
}

void lab_tcp_pair(int pair[2])
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	pair[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 || pair[0] < 0 || bind(listener, (struct sockaddr *)&address, sizeof(address)) ||
	    listen(listener, 1) || getsockname(listener, (struct sockaddr *)&address, &length) ||
	    connect(pair[0], (struct sockaddr *)&address, sizeof(address)))
		lab_fail("a loopback connection", errno);
	pair[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (pair[1] < 0)
		lab_fail("accept", errno);
	close(listener);
}

void lab_await_input(int fd)
{
	struct pollfd input = { .fd = fd, .events = POLLIN };
	int ready;

	do {
		ready = poll(&input, 1, LAB_PATIENCE * 1000);
	} while (ready < 0 && errno == EINTR);
	if (ready != 1)
		lab_fail("waiting for input", ready ? errno : ETIMEDOUT);
}
