// SPDX-License-Identifier: Apache-2.0
/*
 * Submits requests as fast as liburing can and says how long one took: the untraced
 * side of the tracing measurement, and the C side of the submitting one.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <liburing.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define OP_URING_CMD 46
#define COMMAND_AREA 48

struct run {
	unsigned long count;
	unsigned int batch;
	unsigned int setup;
	bool command;
	bool register_ring;
	unsigned long rate;
	int fd;
};

static void usage(FILE *to)
{
	fprintf(to, "submit [options] submits requests, reaps them, and prints one line:\n"
		    "{\"requests\":N,\"elapsedNs\":T}\n"
		    "\n"
		    "  --command        uring_cmds to /dev/null (default: NOPs)\n"
		    "  --count N        requests (default 1000000)\n"
		    "  --batch N        requests of each io_uring_enter, at most 64 (default 32)\n"
		    "  --register-ring  name the ring by a number of this thread (5.18)\n"
		    "  --rate N         at most N requests a second (default: as fast as it goes)\n"
		    "  --sqe128         128-byte SQEs\n"
		    "  --cqe32          32-byte CQEs\n");
}

static void fail(const char *call, int error)
{
	fprintf(stderr, "submit: %s: %s\n", call, strerror(error < 0 ? -error : error));
	exit(1);
}

static void prepare(const struct run *run, struct io_uring_sqe *sqe, unsigned long index)
{
	__u64 *area = (__u64 *)((char *)sqe + COMMAND_AREA);

	memset(sqe, 0, COMMAND_AREA);
	if (run->command) {
		sqe->opcode = OP_URING_CMD;
		sqe->fd = run->fd;
		sqe->cmd_op = 0x52530003;
	} else {
		sqe->opcode = IORING_OP_NOP;
		sqe->fd = -1;
	}
	area[0] = index;
	area[1] = 0;
	sqe->user_data = index;
}

static unsigned int reap(struct io_uring *ring)
{
	struct io_uring_cqe *cqe;
	unsigned int head, seen = 0;

	io_uring_for_each_cqe(ring, head, cqe) {
		if (cqe->res)
			fail("a request", cqe->res);
		seen++;
	}
	io_uring_cq_advance(ring, seen);
	return seen;
}

static void batch(const struct run *run, struct io_uring *ring, unsigned long first, unsigned int size)
{
	unsigned int i, seen = 0;
	int taken;

	for (i = 0; i < size; i++)
		prepare(run, io_uring_get_sqe(ring), first + i);
	taken = io_uring_submit_and_wait(ring, size);
	if (taken != (int)size)
		fail("io_uring_enter", taken < 0 ? taken : EAGAIN);
	while (seen < size)
		seen += reap(ring);
}

/* Sleeps until done requests are due since begin. */
static void keep_pace(const struct run *run, const struct timespec *begin, unsigned long done)
{
	unsigned long long due = (unsigned long long)begin->tv_nsec + done * 1000000000ULL / run->rate;
	struct timespec until = {
		.tv_sec = begin->tv_sec + (time_t)(due / 1000000000ULL),
		.tv_nsec = (long)(due % 1000000000ULL),
	};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "command", no_argument, NULL, 'c' },
		{ "count", required_argument, NULL, 'n' },
		{ "batch", required_argument, NULL, 'b' },
		{ "register-ring", no_argument, NULL, 'r' },
		{ "rate", required_argument, NULL, 'p' },
		{ "sqe128", no_argument, NULL, 's' },
		{ "cqe32", no_argument, NULL, 'q' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct run run = { .count = 1000000, .batch = 32 };
	struct timespec begin, end;
	struct io_uring ring;
	unsigned long done, size;
	int option, error;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'c':
			run.command = true;
			break;
		case 'n':
			run.count = strtoul(optarg, NULL, 0);
			break;
		case 'b':
			run.batch = (unsigned int)strtoul(optarg, NULL, 0);
			break;
		case 'r':
			run.register_ring = true;
			break;
		case 'p':
			run.rate = strtoul(optarg, NULL, 0);
			break;
		case 's':
			run.setup |= IORING_SETUP_SQE128;
			break;
		case 'q':
			run.setup |= IORING_SETUP_CQE32;
			break;
		case 'h':
			usage(stdout);
			return 0;
		default:
			usage(stderr);
			return 2;
		}
	}
	if (optind != argc || !run.count || !run.batch || run.batch > 64) {
		usage(stderr);
		return 2;
	}
	run.fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (run.fd < 0)
		fail("open /dev/null", errno);
	error = io_uring_queue_init(64, &ring, run.setup);
	if (error)
		fail("io_uring_setup", error);
	if (run.register_ring) {
		error = io_uring_register_ring_fd(&ring);
		if (error != 1)
			fail("IORING_REGISTER_RING_FDS", error);
	}
	for (done = 0; done < 4096; done += run.batch) /* warm caches and the kernel's pools */
		batch(&run, &ring, done, run.batch);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (done = 0; done < run.count; done += size) {
		size = run.count - done < run.batch ? run.count - done : run.batch;
		batch(&run, &ring, done, (unsigned int)size);
		/* a thousandth of a second's work at a time */
		if (run.rate && (done + size) / (run.rate / 1000 + 1) != done / (run.rate / 1000 + 1))
			keep_pace(&run, &begin, done + size);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("{\"requests\":%lu,\"elapsedNs\":%lld}\n", run.count,
	       (long long)(end.tv_sec - begin.tv_sec) * 1000000000LL + (end.tv_nsec - begin.tv_nsec));
	io_uring_queue_exit(&ring);
	return 0;
}
