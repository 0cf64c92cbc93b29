// SPDX-License-Identifier: Apache-2.0
/*
 * Many short lives of rings, files and processes, so that the kernel uses the addresses
 * of what is gone again and again. Every request says in its user_data what it was: the
 * life in the upper half, the kind of file in the lowest byte.
 */
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind { NULL_DEVICE, SAME_FILE, OWN_FILE, EVENTFD, TIMERFD, PIPE, SOCKET, KINDS };

#define NAMES 97 /* of files that are made anew */
#define LIVES_OF_A_PROCESS 8
#define CMD_OP 0xd0

static void usage(FILE *to)
{
	fprintf(to, "lives N DIRECTORY makes N rings one after another, eight a process, each with one\n"
		    "request on a file that is opened for it. Kinds of files, by turns: 0 /dev/null,\n"
		    "1 DIRECTORY/same, 2 DIRECTORY/own-I made anew (I is the life modulo %d), 3 an\n"
		    "eventfd, 4 a timerfd, 5 a pipe whose reader moves to another processor meanwhile,\n"
		    "6 a socket. A pipe is read, all others get a command 0xd0 + kind.\n",
		NAMES);
}

static void run_on(unsigned long processor)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(processor % sysconf(_SC_NPROCESSORS_ONLN), &set);
	sched_setaffinity(0, sizeof(set), &set); /* where it is refused, the scheduler chooses */
}

static int open_kind(enum kind kind, unsigned long life, const char *directory, int *other)
{
	char path[4096];
	int pair[2], fd = -1;

	switch (kind) {
	case NULL_DEVICE:
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
		break;
	case SAME_FILE:
		snprintf(path, sizeof(path), "%s/same", directory);
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		break;
	case OWN_FILE:
		snprintf(path, sizeof(path), "%s/own-%lu", directory, life % NAMES);
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		unlink(path);
		break;
	case EVENTFD:
		fd = eventfd(0, EFD_CLOEXEC);
		break;
	case TIMERFD:
		fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
		break;
	case PIPE:
		if (!pipe2(pair, O_CLOEXEC)) {
			fd = pair[0];
			*other = pair[1];
		}
		break;
	case SOCKET:
		fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		break;
	case KINDS:
		break;
	}
	if (fd < 0)
		lab_fail("open", errno);
	return fd;
}

static void live(unsigned long life, const char *directory)
{
	enum kind kind = (life * 7 + life / KINDS) % KINDS;
	int other = -1, fd = open_kind(kind, life, directory, &other), error;
	struct io_uring_sqe *sqe;
	struct io_uring_cqe *cqe;
	struct io_uring ring;
	char byte;

	run_on(life);
	error = io_uring_queue_init(4, &ring, 0);
	if (error)
		lab_fail("io_uring_setup", error);
	sqe = io_uring_get_sqe(&ring);
	if (kind == PIPE) {
		io_uring_prep_read(sqe, fd, &byte, 1, -1);
	} else {
		memset(sqe, 0, sizeof(*sqe));
		sqe->opcode = LAB_OP_URING_CMD;
		sqe->fd = fd;
		sqe->off = CMD_OP + kind;
	}
	sqe->user_data = (uint64_t)life << 32 | kind;
	error = io_uring_submit(&ring);
	if (error != 1)
		lab_fail("io_uring_submit", error);
	if (kind == PIPE) {
		run_on(life + 1);
		if (write(other, "x", 1) != 1)
			lab_fail("write", errno);
	}
	error = io_uring_wait_cqe(&ring, &cqe);
	if (error)
		lab_fail("io_uring_wait_cqe", error);
	io_uring_cqe_seen(&ring, cqe);
	io_uring_queue_exit(&ring);
	close(fd);
	if (other >= 0)
		close(other);
}

int main(int argc, char **argv)
{
	unsigned long count;

	if (argc != 3) {
		usage(argc == 2 && !strcmp(argv[1], "--help") ? stdout : stderr);
		return argc == 2 && !strcmp(argv[1], "--help") ? 0 : 2;
	}
	count = lab_number("N", argv[1]);
	for (unsigned long first = 0; first < count; first += LIVES_OF_A_PROCESS) {
		int status;
		pid_t child = fork();

		if (child < 0)
			lab_fail("fork", errno);
		if (!child) {
			for (unsigned long life = first; life < first + LIVES_OF_A_PROCESS && life < count; life++)
				live(life, argv[2]);
			_exit(0);
		}
		if (waitpid(child, &status, 0) < 0 || status)
			lab_fail("a child", ECHILD);
	}
	printf("{\"kind\":\"summary\",\"lives\":%lu}\n", count);
	return 0;
}
