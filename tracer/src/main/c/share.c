// SPDX-License-Identifier: Apache-2.0
/*
 * What one ordinary user may have at a time. Each session's programs run at everybody's
 * requests, and its ring buffer is memory that the kernel can't swap.
 *
 * The count is the kernel's own: a ring buffer's name holds the user it was made for, and
 * the kernel lists the ring buffers there are. So nothing is left over from a helper that
 * was killed, no other user can take a place, no namespace hides a session, and a buffer
 * that a reader keeps after its session still counts.
 */
#include "ringspect-helper.h"
#include "ringspect-share.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

__asm__(".section .rodata\n"
	".balign 8\n"
	"share_object_start: .incbin \"" RINGSPECT_BPF_OBJECTS "-share.bpf.o\"\n"
	"share_object_end: .byte 0\n"
	".previous\n");
extern const char share_object_start[], share_object_end[];

/* A session that has just ended holds its place until the kernel has freed it: so long is waited for that. */
#define ATTEMPTS 20
#define PAUSE_MS 100

struct share {
	int sessions;
	uint64_t bytes;
};

static bool count(struct bpf_link *link, const char *name, struct share *share)
{
	int fd = bpf_iter_create(bpf_link__fd(link));
	struct rs_ring_buffer buffers[64];
	ssize_t length;

	if (fd < 0)
		return false;
	*share = (struct share){};
	while ((length = read(fd, buffers, sizeof(buffers))) > 0) {
		for (size_t i = 0; i < length / sizeof(buffers[0]); i++) {
			if (strncmp(buffers[i].name, name, sizeof(buffers[i].name)))
				continue;
			share->sessions++;
			share->bytes += buffers[i].bytes;
		}
	}
	close(fd);
	return !length;
}

static int make(const char *name, size_t bytes)
{
	return bpf_map_create(BPF_MAP_TYPE_RINGBUF, name, 0, 0, bytes, NULL);
}

static int refuse(const struct share *share, const struct caller *c, struct failure *f)
{
	fail(f, EXIT_REFUSED, "sessions", EDQUOT, "end another session of this user, ask for a smaller ring buffer, or trace as root",
	     "with this session uid %u would have %d, with ring buffers of %llu bytes: an ordinary user may have %d at a time, with %lu bytes together",
	     c->uid, share->sessions, (unsigned long long)share->bytes, LARGEST_USER_SESSIONS, LARGEST_USER_BYTES);
	return -1;
}

static int refuse_buffer(const struct caller *c, struct failure *f)
{
	int error = errno;

	if (error == EPERM)
		refuse_load(f, error);
	else
		fail(f, EXIT_REFUSED, "bpf(BPF_MAP_CREATE)", error, "ask for a smaller ring buffer",
		     "can't make a ring buffer for uid %u, or not count those it has", c->uid);
	return -1;
}

/* Makes a buffer first and counts then: of several helpers that start at once, each sees the others'. */
static int make_within(struct bpf_link *link, const char *name, size_t bytes, const struct caller *c, struct failure *f)
{
	struct share share = {};

	for (int i = 0; i < ATTEMPTS; i++) {
		/* not the same pause for all, or those that met once would meet again */
		struct timespec pause = { .tv_nsec = (PAUSE_MS + getpid() % 50) * 1000000L };
		int fd = make(name, bytes);

		if (fd < 0 || !count(link, name, &share)) {
			refuse_buffer(c, f);
			if (fd >= 0)
				close(fd);
			return -1;
		}
		if (share.sessions <= LARGEST_USER_SESSIONS && share.bytes <= LARGEST_USER_BYTES)
			return fd;
		close(fd);
		nanosleep(&pause, NULL);
	}
	return refuse(&share, c, f);
}

int make_ring_buffer(size_t bytes, const struct caller *c, struct failure *f)
{
	struct bpf_object *object;
	struct bpf_link *link = NULL;
	char name[16];
	int fd = -1;

	snprintf(name, sizeof(name), "ringsp.%08x", c->uid);
	if (!c->uid) {
		fd = make(name, bytes);
		return fd < 0 ? refuse_buffer(c, f) : fd;
	}
	object = bpf_object__open_mem(share_object_start, share_object_end - share_object_start, NULL);
	if (!object || bpf_object__load(object) ||
	    !(link = bpf_program__attach_iter(bpf_object__find_program_by_name(object, "list_ring_buffers"), NULL)))
		refuse_load(f, errno);
	else
		fd = make_within(link, name, bytes, c, f);
	bpf_link__destroy(link);
	bpf_object__close(object);
	return fd;
}
