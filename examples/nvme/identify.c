// SPDX-License-Identifier: MIT
/* Asks an NVMe controller for its model: ./identify /dev/ng0n1 (a namespace) or /dev/nvme0 (the controller). */
#include <fcntl.h>
#include <liburing.h>
#include <linux/nvme_ioctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct nvme_uring_cmd command = { .opcode = 0x06 /* identify */, .data_len = 4096, .cdw10 = 1 };
	struct io_uring_sqe *sqe;
	struct io_uring_cqe *cqe;
	struct io_uring ring;
	void *page;
	int file;

	if (argc != 2) {
		fprintf(stderr, "usage: identify /dev/nvme0\n");
		return 2;
	}
	file = open(argv[1], O_RDONLY);
	if (file < 0) {
		perror(argv[1]);
		return 1;
	}
	if (posix_memalign(&page, 4096, 4096))
		return 1;
	command.addr = (unsigned long)page;
	if (io_uring_queue_init(8, &ring, IORING_SETUP_SQE128 | IORING_SETUP_CQE32)) {
		fprintf(stderr, "io_uring_queue_init failed\n");
		return 1;
	}
	sqe = io_uring_get_sqe(&ring);
	memset(sqe, 0, 128);
	sqe->opcode = IORING_OP_URING_CMD;
	sqe->fd = file;
	sqe->cmd_op = NVME_URING_CMD_ADMIN;
	memcpy((char *)sqe + 48, &command, sizeof(command));
	io_uring_submit(&ring);
	if (io_uring_wait_cqe(&ring, &cqe))
		return 1;
	if (cqe->res)
		printf("the answer is %d\n", cqe->res);
	else
		printf("model: %.40s\n", (char *)page + 24);
	io_uring_queue_exit(&ring);
	close(file);
	return 0;
}
