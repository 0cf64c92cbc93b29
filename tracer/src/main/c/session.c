// SPDX-License-Identifier: Apache-2.0
#include "ringspect-helper.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

int connect_to_tracer(const char *path, struct failure *f)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path)) {
		fail(f, EXIT_USAGE, "connect", ENAMETOOLONG, "use a shorter path", "%s: a socket's path has at most 107 bytes", path);
		return -1;
	}
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd >= 0 && !connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	fail(f, EXIT_USAGE, "connect", errno, "the tracer starts the helper; it is not to be started by hand",
	     "%s: can't connect: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* CLOCK_REALTIME less CLOCK_MONOTONIC, from the closest of a few pairs of readings. */
uint64_t realtime_offset(void)
{
	uint64_t best = UINT64_MAX, offset = 0;

	for (int i = 0; i < 8; i++) {
		struct timespec before, real, after;
		uint64_t from, to, now;

		clock_gettime(CLOCK_MONOTONIC, &before);
		clock_gettime(CLOCK_REALTIME, &real);
		clock_gettime(CLOCK_MONOTONIC, &after);
		from = before.tv_sec * 1000000000ULL + before.tv_nsec;
		to = after.tv_sec * 1000000000ULL + after.tv_nsec;
		now = real.tv_sec * 1000000000ULL + real.tv_nsec;
		if (to - from < best) {
			best = to - from;
			offset = now - (from + best / 2);
		}
	}
	return offset;
}

static bool send_text(int socket, const char *text, const int *fds, int fd_count)
{
	union {
		char bytes[CMSG_SPACE(8 * sizeof(int))];
		struct cmsghdr align;
	} control = {};
	struct iovec part = { .iov_base = (void *)text, .iov_len = strlen(text) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

	if (fd_count) {
		struct cmsghdr *header;

		message.msg_control = control.bytes;
		message.msg_controllen = CMSG_SPACE(fd_count * sizeof(int));
		header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(fd_count * sizeof(int));
		memcpy(CMSG_DATA(header), fds, fd_count * sizeof(int));
	}
	return sendmsg(socket, &message, MSG_NOSIGNAL) == (ssize_t)part.iov_len;
}

bool send_failure(int socket, const struct failure *f)
{
	char text[4096];
	struct json j;

	json_begin(&j, text, sizeof(text));
	json_open(&j, NULL, '{');
	json_number(&j, "ringspect", 1);
	json_failure(&j, f);
	json_close(&j, '}');
	if (j.overflow)
		return send_text(socket, "{\"ringspect\":1,\"error\":{\"call\":\"\",\"errno\":0,\"name\":null,\"message\":\"too long to tell\",\"fix\":\"report this\"}}",
				 NULL, 0);
	return send_text(socket, text, NULL, 0);
}

bool send_hello(int socket, const struct tracing *t, const struct caller *c, struct failure *f)
{
	int fds[] = { t->events_fd, t->counters_fd };
	struct utsname system;
	char text[8192];
	struct json j;

	uname(&system);
	json_begin(&j, text, sizeof(text));
	json_open(&j, NULL, '{');
	json_number(&j, "ringspect", 1);
	json_number(&j, "events", RS_EVENTS_VERSION);
	json_string(&j, "version", HELPER_VERSION);
	json_number(&j, "ringBytes", t->ring_bytes);
	json_number(&j, "pageSize", sysconf(_SC_PAGESIZE));
	json_string(&j, "kernel", system.release);
	json_string(&j, "machine", system.machine);
	json_number(&j, "realtimeOffsetNs", realtime_offset());
	json_bool(&j, "limited", t->limited);
	json_number(&j, "uid", c->uid);
	json_open(&j, "variants", '{');
	for (int i = 0; i < t->features; i++) {
		if (t->choices[i].variant)
			json_string(&j, t->choices[i].feature, t->choices[i].variant);
	}
	json_close(&j, '}');
	json_open(&j, "missing", '[');
	for (int i = 0; i < t->features; i++) {
		if (!t->choices[i].variant)
			json_string(&j, NULL, t->choices[i].why);
	}
	json_close(&j, ']');
	json_close(&j, '}');
	if (j.overflow || !send_text(socket, text, fds, sizeof(fds) / sizeof(fds[0])))
		return fail(f, EXIT_REFUSED, "sendmsg", errno, "start the trace again", "the tracer went away");
	return true;
}

static bool obey(struct tracing *t, const struct caller *c, const char *message, struct failure *f)
{
	unsigned long pid;
	char *end;

	if (!strncmp(message, "pid ", 4)) {
		pid = strtoul(message + 4, &end, 10);
		if (end == message + 4 || *end || !pid || pid > INT32_MAX)
			return fail(f, EXIT_USAGE, "pid", EINVAL, "send 'pid N'", "'%s' is not a process id", message + 4);
		return add_process(t, c, pid, f);
	}
	return fail(f, EXIT_USAGE, "message", EINVAL, "send 'pid N', 'missed' or 'stop'", "'%.80s' is not a message of this version", message);
}

void serve(int socket, struct tracing *t, const struct caller *c)
{
	char message[256];
	struct failure f;

	for (;;) {
		ssize_t length = recv(socket, message, sizeof(message) - 1, 0);

		if (length < 0 && errno == EINTR)
			continue;
		if (length <= 0)
			return;
		message[length] = 0;
		if (!strcmp(message, "stop")) {
			/* Unhook first: what the answer follows is complete. */
			stop_tracing(t);
			send_text(socket, "{\"ok\":true}", NULL, 0);
			return;
		}
		if (!strcmp(message, "missed")) {
			char text[64];

			snprintf(text, sizeof(text), "{\"ok\":true,\"missed\":%llu}", (unsigned long long)missed_runs(t));
			if (!send_text(socket, text, NULL, 0))
				return;
			continue;
		}
		if (obey(t, c, message, &f) ? !send_text(socket, "{\"ok\":true}", NULL, 0) : !send_failure(socket, &f))
			return;
	}
}
