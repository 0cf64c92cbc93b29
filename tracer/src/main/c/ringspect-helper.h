/* SPDX-License-Identifier: Apache-2.0 */
/* The helper's parts. Each file has one task; main() in ringspect-helper.c joins them. */
#ifndef RINGSPECT_HELPER_H
#define RINGSPECT_HELPER_H

#include <linux/capability.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "ringspect-config.h"
#include "ringspect-events.h"

enum exit_code { EXIT_DONE = 0, EXIT_USAGE = 2, EXIT_REFUSED = 3 };

/* ---- failure.c: what went wrong, for a person and for the tracer ---- */

struct failure {
	enum exit_code code;
	char call[64];	   /* what was tried, such as bpf(BPF_PROG_LOAD) */
	int error;	   /* errno, 0 when it was not a system call */
	char message[512];
	char fix[512];	   /* what to do about it */
};

/* Fills a failure and returns false, so that callers can say: return fail(...). */
bool fail(struct failure *f, enum exit_code code, const char *call, int error, const char *fix, const char *format, ...)
	__attribute__((format(printf, 6, 7)));
const char *errno_name(int error);

/* ---- json.c: compact JSON into a bounded buffer ---- */

struct json {
	char *text;
	size_t size, length;
	bool overflow; /* it did not fit: the text is not to be used */
	bool comma;
};

void json_begin(struct json *j, char *text, size_t size);
void json_open(struct json *j, const char *key, char bracket);
void json_close(struct json *j, char bracket);
void json_string(struct json *j, const char *key, const char *value); /* NULL writes null */
void json_number(struct json *j, const char *key, long long value);
void json_bool(struct json *j, const char *key, bool value);
void json_failure(struct json *j, const struct failure *f);

/* ---- options.c ---- */

enum mode { MODE_CONNECT, MODE_STDOUT, MODE_PROBE, MODE_VARIANTS, MODE_VERSION, MODE_HELP };

#define MAX_PIDS 4096
#define MAX_CMD_OPS 1024

struct options {
	enum mode mode;
	const char *path; /* of the socket, or of the BTF file */
	long events_version;
	size_t ring_bytes;
	bool verbose;
	bool all;
	bool filter_uid;
	uint32_t uid;
	bool filter_opcodes;
	uint64_t opcodes[4];
	uint32_t cmd_ops[MAX_CMD_OPS];
	int cmd_op_count;
	uint32_t pids[MAX_PIDS];
	int pid_count;
};

extern const char usage_text[];
bool parse_options(int argc, char **argv, struct options *o, struct failure *f);

/* ---- variants.c: which program serves which tracepoint on a kernel ---- */

struct btf;

struct choice {
	const char *feature;	/* such as "submit" */
	const char *tracepoint;
	const char *variant;	/* NULL when no variant fits */
	const char *program;	/* in the BPF object; NULL when no variant fits */
	bool optional;		/* tracing is of use without it */
	bool for_pids;		/* wanted only when processes are filtered */
	char why[160];		/* not ready: the reason */
};

#define MAX_FEATURES 16

/* Whether the kernel has what the direct variants need (6.2). */
bool can_read_in_place(const struct btf *btf);
/* Returns how many features there are; with_direct leaves out the variants that read memory in place. */
int choose_variants(const struct btf *btf, bool with_direct, struct choice *choices);
/* The value of a constant of any enum of the kernel, named or not. */
bool find_enumerator(const struct btf *btf, const char *name, uint32_t *number);
/* Where a member of a struct lies, in bytes, false when the kernel has no such struct or member. */
bool find_member(const struct btf *btf, const char *type, const char *member, uint32_t *offset);
int print_variants(const char *path);

/* ---- complaints.c: what libbpf said, and what is made of it ---- */

/* From now on libbpf's words are kept, and printed too when aloud. */
void listen_to_libbpf(bool aloud);
/* Before another attempt. */
void forget_complaints(void);
/* What libbpf complained of first in this attempt, and the program that it was about; empty when it did not. */
const char *first_complaint(void);
const char *blamed_program(void);
/* Why the kernel refused a program, always false. */
bool refuse_load(struct failure *f, int error);

/* ---- privilege.c: who asks, and what this process may do ---- */

#ifndef CAP_PERFMON
#define CAP_PERFMON 38
#endif
#ifndef CAP_BPF
#define CAP_BPF 39
#endif

struct caller {
	uid_t uid; /* on whose behalf everything is done */
	gid_t gid;
};

void hide_process(void);
/* Who may be at the other end when there is no socket to ask. */
struct caller caller_by_environment(void);
/* Takes the peer of a connected socket as the caller, if it may be. */
bool caller_by_peer(int socket, struct caller *c, struct failure *f);
bool has_capability(int capability);
bool drop_privilege(const struct caller *c, struct failure *f);
/* What keeps this process from loading BPF programs, as a sentence, or NULL; and what to do. */
const char *missing_privilege(char *fix, size_t size);

/* ---- share.c: what one ordinary user may have at a time ---- */

#define LARGEST_USER_SESSIONS 4
#define LARGEST_USER_RING (64UL << 20)
#define LARGEST_USER_BYTES (128UL << 20) /* of all ring buffers together */

/* The descriptor of a ring buffer for the caller, or -1 when there are too many already. */
int make_ring_buffer(size_t bytes, const struct caller *c, struct failure *f);

/* ---- tracing.c: load, attach, fill the filter ---- */

struct bpf_object;
struct bpf_link;

struct tracing {
	struct bpf_object *object;
	struct bpf_link *links[MAX_FEATURES];
	struct choice choices[MAX_FEATURES];
	int features;
	bool limited;
	bool filters_pids;
	int events_fd, counters_fd, pids_fd;
	size_t ring_bytes;
};

bool start_tracing(struct tracing *t, const struct options *o, const struct caller *c, struct failure *f);
bool add_process(struct tracing *t, const struct caller *c, uint32_t pid, struct failure *f);
/* How often the kernel skipped a program, because it interrupted itself on a processor, since the start. */
uint64_t missed_runs(const struct tracing *t);
const struct rs_counters *map_counters(const struct tracing *t);
void stop_tracing(struct tracing *t);

/* ---- probe.c ---- */

int probe(const struct options *o);

/* ---- session.c: the tracer's socket ---- */

int connect_to_tracer(const char *path, struct failure *f);
bool send_failure(int socket, const struct failure *f);
bool send_hello(int socket, const struct tracing *t, const struct caller *c, struct failure *f);
/* Answers the tracer's messages until its end of the socket closes. */
void serve(int socket, struct tracing *t, const struct caller *c);
uint64_t realtime_offset(void);

/* ---- stream.c: records on stdout ---- */

int stream_records(const struct tracing *t);

#endif
