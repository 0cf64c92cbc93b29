// SPDX-License-Identifier: MIT
/*
 * Asks a socket through io_uring how many bytes wait to be read and what its send buffer is:
 * the commands of Linux 6.6 and 6.7 that need no special file.
 */
#include <liburing.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <netinet/in.h>

static int ask(struct io_uring *ring, int socket, unsigned int command, void *value, int length)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(ring);
	struct io_uring_cqe *cqe;
	int result;

	memset(sqe, 0, sizeof(*sqe));
	sqe->opcode = IORING_OP_URING_CMD;
	sqe->fd = socket;
	sqe->cmd_op = command;
	if (value) {
		/* liburing 2.3, which Debian 12 has, knows no names for level, optname, optlen and optval */
		((__u32 *)sqe)[4] = SOL_SOCKET;
		((__u32 *)sqe)[5] = SO_SNDBUF;
		((__u32 *)sqe)[11] = length;
		((__u64 *)sqe)[6] = (unsigned long)value;
	}
	io_uring_submit(ring);
	if (io_uring_wait_cqe(ring, &cqe))
		return -1;
	result = cqe->res;
	io_uring_cqe_seen(ring, cqe);
	return result;
}

int main(void)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(here);
	struct io_uring ring;
	int buffer = 0;
	int result;
	int in = socket(AF_INET, SOCK_DGRAM, 0), out = socket(AF_INET, SOCK_DGRAM, 0);

	if (in < 0 || out < 0 || bind(in, (struct sockaddr *)&here, length)
	    || getsockname(in, (struct sockaddr *)&here, &length)
	    || sendto(out, "hello", 5, 0, (struct sockaddr *)&here, length) != 5) {
		perror("a pair of UDP sockets");
		return 1;
	}
	if (io_uring_queue_init(8, &ring, 0)) {
		fprintf(stderr, "io_uring_queue_init failed\n");
		return 1;
	}
	result = ask(&ring, in, 0 /* SOCKET_URING_OP_SIOCINQ */, NULL, 0);
	printf("waiting to be read: %d\n", result);
	result = ask(&ring, in, 2 /* SOCKET_URING_OP_GETSOCKOPT */, &buffer, sizeof(buffer));
	printf("send buffer: %d (result %d)\n", buffer, result);
	io_uring_queue_exit(&ring);
	close(in);
	close(out);
	return 0;
}
