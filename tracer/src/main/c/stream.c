// SPDX-License-Identifier: Apache-2.0
/* Records on standard output, for a machine that has no JVM: see the end of ringspect-events.h. */
#include "ringspect-helper.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static volatile sig_atomic_t stopping;

static void stop(int signal)
{
	(void)signal;
	stopping = 1;
}

static int write_record(void *unused, void *record, size_t size)
{
	static const char padding[8];
	__u32 length[2] = { size, 0 };

	(void)unused;
	if (fwrite(length, sizeof(length), 1, stdout) != 1 || fwrite(record, size, 1, stdout) != 1)
		return -EPIPE;
	if (size & 7 && fwrite(padding, 8 - (size & 7), 1, stdout) != 1)
		return -EPIPE;
	return 0;
}

/* At the end, what the kernel skipped counts as lost too: nobody can tell of what kind it was. */
static bool write_counters(const struct rs_counters *counters, struct rs_counters *last, bool at_end, uint64_t missed)
{
	__u32 length[2] = { 0, sizeof(*counters) };
	struct rs_counters now = *counters;

	now.lost_other += missed;
	if (!at_end && !memcmp(&now, last, sizeof(now)))
		return true;
	*last = now;
	return fwrite(length, sizeof(length), 1, stdout) == 1 && fwrite(&now, sizeof(now), 1, stdout) == 1;
}

int stream_records(const struct tracing *t)
{
	struct pollfd reader = { .fd = STDOUT_FILENO };
	struct rs_stream_header header = { .magic = RS_STREAM_MAGIC,
					   .version = RS_EVENTS_VERSION,
					   .page_size = sysconf(_SC_PAGESIZE),
					   .realtime_offset = realtime_offset() };
	const struct rs_counters *counters = map_counters(t);
	struct ring_buffer *ring = ring_buffer__new(t->events_fd, write_record, NULL, NULL);
	struct rs_counters last = {};
	struct utsname system;
	int since = 0, taken = 0;

	if (!ring || !counters) {
		fprintf(stderr, "ringspect-helper: can't map the ring buffer: %s\n", strerror(errno));
		return EXIT_REFUSED;
	}
	/* these restart a write: what was counted reaches the reader even when it lags */
	signal(SIGINT, stop);
	signal(SIGTERM, stop);
	uname(&system);
	memcpy(header.kernel, system.release, strnlen(system.release, sizeof(header.kernel) - 1));
	memcpy(header.machine, system.machine, strnlen(system.machine, sizeof(header.machine) - 1));
	fwrite(&header, sizeof(header), 1, stdout);
	fflush(stdout);
	while (taken >= 0 && !stopping) {
		taken = ring_buffer__consume(ring);
		if (taken < 0 || (++since >= 500 && !write_counters(counters, &last, false, 0)) || fflush(stdout))
			break;
		if (since >= 500)
			since = 0;
		/* waits, and notices a reader that went away while there is nothing to write */
		if (!taken && poll(&reader, 1, 2) > 0)
			break;
	}
	if (taken >= 0)
		ring_buffer__consume(ring);
	write_counters(counters, &last, true, missed_runs(t));
	fflush(stdout);
	ring_buffer__free(ring);
	return ferror(stdout) ? EXIT_REFUSED : EXIT_DONE;
}
