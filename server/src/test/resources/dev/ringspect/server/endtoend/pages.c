// SPDX-License-Identifier: MIT
/*
 * The frame around the C of docs/inspections/D*.md: each example is the body of a function, and runs in a process of
 * its own that is called what its argument is.
 *
 *   pages NAME...    runs these, one after the other
 *   pages            exits with 77 when /dev/null takes no commands, as before Linux 6.0
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <linux/fs.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LACKING 77

static struct io_uring ring;
static int null;

/* Makes the first 64 bytes of an SQE a uring_cmd; each has a user_data of its own. */
static void fill(struct io_uring_sqe *sqe, int fd, __u32 cmd_op)
{
	static __u64 user_data;

	memset(sqe, 0, sizeof(*sqe));
	sqe->opcode = IORING_OP_URING_CMD;
	sqe->fd = fd;
	sqe->cmd_op = cmd_op;
	sqe->user_data = ++user_data;
}

/* Takes an SQE, clears all of it and makes it a uring_cmd. */
static struct io_uring_sqe *command(struct io_uring *to, int fd, __u32 cmd_op)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(to);

	if (to->flags & IORING_SETUP_SQE128)
		memset(sqe + 1, 0, sizeof(*sqe));
	fill(sqe, fd, cmd_op);
	return sqe;
}

/* A function for each example, and PAGES, which has EACH(name) for each of them. */
#include "pages.h"

#define EACH(name) { #name, name },
static const struct {
	const char *name;
	void (*run)(void);
} pages[] = { PAGES };

static int run(const char *name)
{
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		if (strcmp(pages[i].name, name))
			continue;
		prctl(PR_SET_NAME, name);
		pages[i].run();
		return 0;
	}
	fprintf(stderr, "there is no example %s\n", name);
	return 1;
}

static int probe(void)
{
	struct io_uring_cqe *cqe;

	command(&ring, null, 0);
	if (io_uring_submit_and_wait(&ring, 1) != 1 || io_uring_peek_cqe(&ring, &cqe))
		return 1;
	return cqe->res ? LACKING : 0;
}

int main(int argc, char **argv)
{
	null = open("/dev/null", O_RDWR);
	if (argc < 2)
		return io_uring_queue_init(8, &ring, 0) ? LACKING : probe();
	for (int i = 1; i < argc; i++) {
		int status;
		pid_t child = fork();

		if (!child)
			return io_uring_queue_init(8, &ring, 0) ? 1 : run(argv[i]);
		if (child < 0 || waitpid(child, &status, 0) != child || status) {
			fprintf(stderr, "%s did not end well\n", argv[i]);
			return 1;
		}
	}
	return 0;
}
