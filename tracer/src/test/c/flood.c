// SPDX-License-Identifier: Apache-2.0
/* Many commands to /dev/null, every byte of each known beforehand. */
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* One entry of the file of --record, after the SQE's own bytes. */
struct reaped {
	__u64 user_data;
	__s32 res;
	__u32 flags;
	__u64 big[2];
};

struct flood {
	struct lab_setup setup;
	unsigned long count;
	unsigned long batch;
	unsigned long processes;
	unsigned long rings;
	unsigned long pause_us;
	unsigned long seconds;
	unsigned int cmd_op;
	unsigned int sqe_flags;
	bool nop;
	const char *record;
};

/* One ring and what goes through it. */
struct worker {
	const struct flood *flood;
	unsigned long number;
	struct lab lab;
	int fd;
	unsigned char *sqes;   /* count * sqe_size, or NULL */
	struct reaped *reaped; /* count, or NULL */
	unsigned long refused;
};

static void usage(FILE *to)
{
	fprintf(to,
		"flood [options] submits uring_cmds to /dev/null and reaps them.\n"
		"\n"
		"Command i of ring r has user_data 0x52rrrrrr_iiiiiiii (8, 24 and 32 bits);\n"
		"its command area, addr, len, buf_index and file_index depend on that alone.\n"
		"\n"
		"  --count N         commands of each ring (default 1000)\n"
		"  --batch N         commands of each io_uring_enter (default 32)\n"
		"  --processes N     processes (default 1)\n"
		"  --rings N         rings of all processes together, each fed in turn by one of\n"
		"                    them (default: one for each process)\n"
		"  --seconds N       no more batches after that time, however many are left\n"
		"  --cmd-op N        cmd_op of every command (default 0x52530001)\n"
		"  --async           IOSQE_ASYNC: every command goes through a kernel worker\n"
		"  --pause-us N      sleep that long after each batch (default 0)\n"
		"  --nop             NOPs in place of commands\n"
		"  --record FILE     write FILE.r for ring r: for each command its SQE as\n"
		"                    submitted, then its CQE as u64 user_data, s32 res,\n"
		"                    u32 flags, u64 big[2]\n"
		"  --help            this text\n"
		"%s",
		lab_option_usage);
}

static uint64_t now_ns(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000ULL + (uint64_t)t.tv_nsec;
}

static void prepare(struct worker *w, unsigned long index)
{
	struct io_uring_sqe *sqe = io_uring_get_sqe(&w->lab.ring);
	uint64_t user_data = 0x52ULL << 56 | (uint64_t)w->number << 32 | index;

	if (!sqe)
		lab_fail("io_uring_get_sqe", EBUSY);
	memset(sqe, 0, LAB_COMMAND_AREA);
	if (w->flood->nop) {
		memset(sqe, 0, w->lab.sqe_size);
		sqe->opcode = IORING_OP_NOP;
	} else {
		sqe->opcode = LAB_OP_URING_CMD;
		sqe->fd = w->fd;
		sqe->cmd_op = w->flood->cmd_op;
		sqe->addr = ~user_data;
		sqe->len = (unsigned int)index;
		sqe->buf_index = (unsigned short)index;
		sqe->file_index = (unsigned int)(index * 7);
		lab_fill(sqe, w->lab.sqe_size, user_data);
	}
	sqe->flags = w->flood->sqe_flags;
	sqe->user_data = user_data;
	if (w->sqes)
		memcpy(w->sqes + index * w->lab.sqe_size, sqe, w->lab.sqe_size);
}

static void take(struct worker *w, const struct io_uring_cqe *cqe)
{
	unsigned long index = cqe->user_data & 0xffffffffUL;
	struct reaped *r;

	if (cqe->res)
		w->refused++;
	if (!w->reaped || index >= w->flood->count)
		return;
	r = &w->reaped[index];
	r->user_data = cqe->user_data;
	r->res = cqe->res;
	r->flags = cqe->flags;
	r->big[0] = w->lab.big_cqe ? cqe->big_cqe[0] : 0;
	r->big[1] = w->lab.big_cqe ? cqe->big_cqe[1] : 0;
}

static unsigned long run_batch(struct worker *w, unsigned long first, unsigned long count)
{
	struct io_uring_cqe *cqe;
	unsigned long i;
	unsigned int head;
	unsigned long seen = 0;
	int taken;

	for (i = 0; i < count; i++)
		prepare(w, first + i);
	taken = io_uring_submit_and_wait(&w->lab.ring, (unsigned int)count);
	if (taken < 0 || (unsigned long)taken != count)
		lab_fail("io_uring_enter", taken < 0 ? taken : EAGAIN);
	while (seen < count) {
		unsigned int here = 0;

		io_uring_for_each_cqe(&w->lab.ring, head, cqe) {
			take(w, cqe);
			here++;
		}
		io_uring_cq_advance(&w->lab.ring, here);
		seen += here;
		if (seen < count) {
			int error = io_uring_wait_cqe(&w->lab.ring, &cqe);

			if (error && error != -EINTR)
				lab_fail("io_uring_wait_cqe", error);
		}
	}
	return seen;
}

static void write_record(const struct worker *w)
{
	char path[4096];
	unsigned long i;
	FILE *out;

	snprintf(path, sizeof(path), "%s.%lu", w->flood->record, w->number);
	out = fopen(path, "w");
	if (!out)
		lab_fail(path, errno);
	for (i = 0; i < w->flood->count; i++) {
		if (fwrite(w->sqes + i * w->lab.sqe_size, w->lab.sqe_size, 1, out) != 1 ||
		    fwrite(&w->reaped[i], sizeof(w->reaped[i]), 1, out) != 1)
			lab_fail(path, errno);
	}
	if (fclose(out))
		lab_fail(path, errno);
}

static void open_worker(struct worker *w, const struct flood *flood, unsigned long number)
{
	memset(w, 0, sizeof(*w));
	w->flood = flood;
	w->number = number;
	w->fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (w->fd < 0)
		lab_fail("open /dev/null", errno);
	if (flood->record) {
		w->sqes = calloc(flood->count, 128);
		w->reaped = calloc(flood->count, sizeof(*w->reaped));
		if (!w->sqes || !w->reaped)
			lab_fail("calloc", ENOMEM);
	}
	lab_open(&w->lab, &flood->setup, 0);
}

static void run(const struct flood *flood, unsigned long process)
{
	unsigned long count = (flood->rings - process + flood->processes - 1) / flood->processes;
	struct worker *workers = calloc(count, sizeof(*workers));
	unsigned long done = 0, refused = 0, i;
	uint64_t begun, cpu, end;

	if (!workers)
		lab_fail("calloc", ENOMEM);
	for (i = 0; i < count; i++)
		open_worker(&workers[i], flood, process + i * flood->processes);
	begun = now_ns(CLOCK_MONOTONIC);
	end = flood->seconds ? begun + flood->seconds * 1000000000ULL : UINT64_MAX;
	cpu = now_ns(CLOCK_PROCESS_CPUTIME_ID);
	while (done < flood->count && (end == UINT64_MAX || now_ns(CLOCK_MONOTONIC) < end)) {
		unsigned long batch = flood->count - done < flood->batch ? flood->count - done : flood->batch;

		for (i = 0; i < count; i++)
			run_batch(&workers[i], done, batch);
		done += batch;
		if (flood->pause_us)
			usleep((useconds_t)flood->pause_us);
	}
	cpu = now_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	begun = now_ns(CLOCK_MONOTONIC) - begun;
	for (i = 0; i < count; i++) {
		if (flood->record)
			write_record(&workers[i]);
		refused += workers[i].refused;
	}
	printf("{\"kind\":\"summary\",\"pid\":%d,\"process\":%lu,\"reaped\":%lu,\"refused\":%lu,"
	       "\"elapsedNs\":%llu,\"cpuNs\":%llu}\n",
	       getpid(), process, done * count, refused, (unsigned long long)begun, (unsigned long long)cpu);
	fflush(stdout);
	for (i = 0; i < count; i++)
		io_uring_queue_exit(&workers[i].lab.ring);
}

static int run_processes(const struct flood *flood)
{
	unsigned long p;
	int status, failed = 0;

	fflush(stdout);
	for (p = 0; p < flood->processes; p++) {
		pid_t child = fork();

		if (child < 0)
			lab_fail("fork", errno);
		if (!child) {
			run(flood, p);
			exit(0);
		}
	}
	for (p = 0; p < flood->processes; p++) {
		if (wait(&status) < 0)
			lab_fail("wait", errno);
		failed |= status;
	}
	return failed ? 1 : 0;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "count", required_argument, NULL, 'n' },
		{ "batch", required_argument, NULL, 'b' },
		{ "processes", required_argument, NULL, 'p' },
		{ "cmd-op", required_argument, NULL, 'c' },
		{ "rings", required_argument, NULL, 'R' },
		{ "pause-us", required_argument, NULL, 'u' },
		{ "seconds", required_argument, NULL, 's' },
		{ "async", no_argument, NULL, 'a' },
		{ "nop", no_argument, NULL, 'o' },
		{ "record", required_argument, NULL, 'r' },
		{ "help", no_argument, NULL, 'h' },
		LAB_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	struct flood flood = {
		.setup = { .entries = 64 }, .count = 1000, .batch = 32, .processes = 1, .cmd_op = 0x52530001
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'n':
			flood.count = lab_number("--count", optarg);
			break;
		case 'b':
			flood.batch = lab_number("--batch", optarg);
			break;
		case 'p':
			flood.processes = lab_number("--processes", optarg);
			break;
		case 'c':
			flood.cmd_op = (unsigned int)lab_number("--cmd-op", optarg);
			break;
		case 'R':
			flood.rings = lab_number("--rings", optarg);
			break;
		case 's':
			flood.seconds = lab_number("--seconds", optarg);
			break;
		case 'u':
			flood.pause_us = lab_number("--pause-us", optarg);
			break;
		case 'a':
			flood.sqe_flags |= IOSQE_ASYNC;
			break;
		case 'o':
			flood.nop = true;
			break;
		case 'r':
			flood.record = optarg;
			break;
		case 'h':
			usage(stdout);
			return 0;
		default:
			if (lab_option(&flood.setup, option, optarg))
				break;
			usage(stderr);
			return 2;
		}
	}
	if (!flood.rings)
		flood.rings = flood.processes;
	if (optind != argc || !flood.batch || flood.batch > flood.setup.entries || !flood.processes ||
	    flood.rings < flood.processes) {
		fprintf(stderr, "flood: --batch must be 1 to --entries, --processes 1 to --rings\n");
		usage(stderr);
		return 2;
	}
	if (flood.seconds && flood.record) {
		fprintf(stderr, "flood: --record needs all of --count, --seconds may end before\n");
		return 2;
	}
	if (flood.processes > 1)
		return run_processes(&flood);
	run(&flood, 0);
	return 0;
}
