// SPDX-License-Identifier: Apache-2.0
#include "ringspect-helper.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The compiled BPF object is part of this binary: no path or variable chooses what is
 * loaded. The second form is for kernels that can't read memory in place.
 */
__asm__(".section .rodata\n"
	".balign 8\n"
	"bpf_object_start: .incbin \"" RINGSPECT_BPF_OBJECTS ".bpf.o\"\n"
	"bpf_object_end: .byte 0\n"
	".balign 8\n"
	"plain_object_start: .incbin \"" RINGSPECT_BPF_OBJECTS "-without-cast.bpf.o\"\n"
	"plain_object_end: .byte 0\n"
	".previous\n");
extern const char bpf_object_start[], bpf_object_end[], plain_object_start[], plain_object_end[];

#define INITIAL_PIDNS_INUM 0xEFFFFFFCU

static bool configure(struct bpf_object *object, const struct options *o, const struct caller *c, const struct btf *btf,
		      struct failure *f)
{
	struct bpf_map *map = bpf_object__find_map_by_name(object, ".rodata.config");
	struct rs_config *config;
	struct stat namespace;
	uint32_t number;
	size_t size;

	config = map ? (struct rs_config *)bpf_map__initial_value(map, &size) : NULL;
	if (!config || size < sizeof(*config))
		return fail(f, EXIT_REFUSED, "bpf_object", 0, "build Ringspect again", "the BPF object has no configuration");
	config->owner_limit = c->uid != 0;
	config->owner_uid = c->uid;
	config->owner_gid = c->gid;
	config->filter_pids = !o->all;
	config->filter_uid = o->filter_uid;
	config->uid = o->uid;
	config->filter_opcodes = o->filter_opcodes;
	memcpy(config->opcodes, o->opcodes, sizeof(config->opcodes));
	config->filter_cmd_ops = o->cmd_op_count > 0;
	if (find_enumerator(btf, "REQ_F_CREDS_BIT", &number))
		config->req_f_creds = 1ULL << number;
	if (find_enumerator(btf, "REQ_F_SKIP_LINK_CQES_BIT", &number))
		config->req_f_skip_link_cqes = 1ULL << number;
	if (find_enumerator(btf, "IO_RING_F_COMPAT", &number))
		config->ring_f_compat = number;
	if (find_member(btf, "task_exec_state", "dumpable", &number))
		config->dumpable_at = number + 1;
	if (!stat("/proc/self/ns/pid", &namespace) && namespace.st_ino != INITIAL_PIDNS_INUM)
		config->pidns_inum = namespace.st_ino;
	if (config->owner_limit && getrandom(config->keys, sizeof(config->keys), 0) != sizeof(config->keys))
		return fail(f, EXIT_REFUSED, "getrandom", errno, "try again", "no randomness for the session's keys");
	return true;
}

static bool wanted(const struct choice *choice, bool filters_pids)
{
	return choice->program && (filters_pids || !choice->for_pids);
}

/* Opens and loads the object once with the given choices. What libbpf said of it is kept. */
static struct bpf_object *load_once(struct tracing *t, const struct options *o, const struct caller *c,
				    const struct btf *btf, struct failure *f)
{
	LIBBPF_OPTS(bpf_object_open_opts, open_options, .object_name = "ringspect");
	struct bpf_program *program;
	struct bpf_object *object;
	int error;

	forget_complaints();
	if (can_read_in_place(btf))
		object = bpf_object__open_mem(bpf_object_start, bpf_object_end - bpf_object_start, &open_options);
	else
		object = bpf_object__open_mem(plain_object_start, plain_object_end - plain_object_start, &open_options);
	if (!object) {
		fail(f, EXIT_REFUSED, "bpf_object__open_mem", errno, "build Ringspect again", "%s", first_complaint());
		return NULL;
	}
	if (!configure(object, o, c, btf, f))
		goto refused;
	if (bpf_map__reuse_fd(bpf_object__find_map_by_name(object, "events"), t->events_fd)) {
		fail(f, EXIT_REFUSED, "bpf_map__reuse_fd", errno, "report this", "can't use the ring buffer");
		goto refused;
	}
	if (o->all && !c->uid && !o->filter_uid && !o->filter_opcodes && !o->cmd_op_count)
		bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "admitted"), 1);
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, false);
	for (int i = 0; i < t->features; i++) {
		if (!wanted(&t->choices[i], t->filters_pids))
			continue;
		program = bpf_object__find_program_by_name(object, t->choices[i].program);
		bpf_program__set_autoload(program, true);
	}
	error = bpf_object__load(object);
	if (!error)
		return object;
	refuse_load(f, -error);
refused:
	bpf_object__close(object);
	return NULL;
}

static bool give_up_on(struct tracing *t, const char *program)
{
	for (int i = 0; i < t->features; i++) {
		struct choice *choice = &t->choices[i];

		if (!choice->program || strcmp(choice->program, program))
			continue;
		if (!choice->optional)
			return false;
		choice->program = NULL;
		choice->variant = NULL;
		snprintf(choice->why, sizeof(choice->why), "the kernel refused its program: %.100s", first_complaint());
		return true;
	}
	return false;
}

/*
 * Loads what the kernel allows: a program that it refuses costs its feature. Where
 * reading memory in place is refused, everything is read by copying.
 */
static bool load(struct tracing *t, const struct options *o, const struct caller *c, const struct btf *btf,
		 struct failure *f)
{
	for (int direct = 1; direct >= 0; direct--) {
		t->features = choose_variants(btf, direct, t->choices);
		for (int i = 0; i < t->features; i++) {
			if (!t->choices[i].program && !t->choices[i].optional)
				return fail(f, EXIT_REFUSED, "BTF", 0,
					    "Ringspect knows the tracepoints of Linux 6.1 and later: use such a kernel, or report this",
					    "%s", t->choices[i].why);
		}
		for (;;) {
			t->object = load_once(t, o, c, btf, f);
			if (t->object)
				return true;
			if (f->error == EPERM)
				return false;
			if (!blamed_program()[0] || !give_up_on(t, blamed_program()))
				break;
		}
	}
	return false;
}

static bool begins_something(const struct choice *choice)
{
	return !strcmp(choice->feature, "submit") || !strcmp(choice->feature, "fork");
}

static bool attach_some(struct tracing *t, bool beginnings, struct failure *f)
{
	for (int i = 0; i < t->features; i++) {
		struct choice *choice = &t->choices[i];
		struct bpf_program *program;

		if (!wanted(choice, t->filters_pids) || begins_something(choice) != beginnings)
			continue;
		program = bpf_object__find_program_by_name(t->object, choice->program);
		t->links[i] = bpf_program__attach(program);
		if (t->links[i])
			continue;
		if (!choice->optional)
			return fail(f, EXIT_REFUSED, "bpf(BPF_LINK_CREATE)", errno, "see 'ringspect doctor'",
				    "can't attach to the tracepoint %s", choice->tracepoint);
		snprintf(choice->why, sizeof(choice->why), "can't attach to %s: %s", choice->tracepoint,
			 errno_name(errno));
		choice->program = choice->variant = NULL;
	}
	return true;
}

/* What sees a beginning comes last: whatever is seen to begin is then seen to end. */
static bool attach(struct tracing *t, struct failure *f)
{
	return attach_some(t, false, f) && attach_some(t, true, f);
}

/*
 * The reader gets the counters' descriptor: from here on it serves for reading alone.
 * libbpf keeps a writable mapping, which has to go before the kernel closes the map.
 */
static bool seal_counters(const struct tracing *t, struct failure *f)
{
	struct bpf_map *map = bpf_object__find_map_by_name(t->object, ".data.counters");
	size_t size, page = sysconf(_SC_PAGESIZE);
	void *mapped = (void *)bpf_map__initial_value(map, &size);

	if (mmap(mapped, (size + page - 1) / page * page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED ||
	    bpf_map_freeze(t->counters_fd))
		return fail(f, EXIT_REFUSED, "bpf(BPF_MAP_FREEZE)", errno, "report this", "can't make the counters read-only");
	return true;
}

bool start_tracing(struct tracing *t, const struct options *o, const struct caller *c, struct failure *f)
{
	struct btf *btf;
	__u8 one = 1;
	int fd;

	*t = (struct tracing){ .limited = c->uid != 0, .filters_pids = !o->all, .ring_bytes = o->ring_bytes };
	if (t->limited && o->ring_bytes > LARGEST_USER_RING)
		return fail(f, EXIT_USAGE, "--ring-bytes", 0, "ask for at most 67108864",
			    "an ordinary user's ring buffer has at most 64 MiB, since the kernel can't swap it");
	if (t->limited && o->filter_uid && o->uid != c->uid)
		return fail(f, EXIT_REFUSED, "--uid", 0, "trace it as root",
			    "an ordinary user sees own processes only, uid %u is another's", o->uid);
	if (t->ring_bytes < (size_t)sysconf(_SC_PAGESIZE))
		t->ring_bytes = sysconf(_SC_PAGESIZE);
	listen_to_libbpf(o->verbose);
	btf = btf__parse_raw("/sys/kernel/btf/vmlinux");
	if (!btf)
		return fail(f, EXIT_REFUSED, "open(/sys/kernel/btf/vmlinux)", errno,
			    "use a kernel that was built with CONFIG_DEBUG_INFO_BTF", "this kernel does not describe itself in BTF");
	t->events_fd = make_ring_buffer(t->ring_bytes, c, f);
	if (t->events_fd < 0 || !load(t, o, c, btf, f)) {
		btf__free(btf);
		return false;
	}
	btf__free(btf);
	t->counters_fd = bpf_object__find_map_fd_by_name(t->object, ".data.counters");
	t->pids_fd = bpf_object__find_map_fd_by_name(t->object, "pids");
	fd = bpf_object__find_map_fd_by_name(t->object, "cmd_ops");
	for (int i = 0; i < o->cmd_op_count; i++)
		bpf_map_update_elem(fd, &o->cmd_ops[i], &one, BPF_ANY);
	if (!seal_counters(t, f) || !attach(t, f))
		return false;
	for (int i = 0; i < o->pid_count; i++) {
		if (!add_process(t, c, o->pids[i], f))
			return false;
	}
	return true;
}

static uint32_t parent_of(uint32_t pid)
{
	char path[64], line[512], *at;
	unsigned parent = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return 0;
	/* pid (name) state ppid: the name may hold anything, a bracket too */
	if (fgets(line, sizeof(line), file) && (at = strrchr(line, ')')))
		sscanf(at + 1, " %*c %u", &parent);
	fclose(file);
	return parent;
}

/* Children that a process had before it was added; those that it forks from now on the kernel adds. */
static void add_children(struct tracing *t)
{
	__u8 one = 1, found;
	bool grew = true;

	while (grew) {
		DIR *directory = opendir("/proc");
		struct dirent *entry;

		grew = false;
		while (directory && (entry = readdir(directory))) {
			uint32_t pid = strtoul(entry->d_name, NULL, 10), parent;

			if (!pid || !bpf_map_lookup_elem(t->pids_fd, &pid, &found))
				continue;
			parent = parent_of(pid);
			if (parent && !bpf_map_lookup_elem(t->pids_fd, &parent, &found))
				grew |= !bpf_map_update_elem(t->pids_fd, &pid, &one, BPF_ANY);
		}
		if (directory)
			closedir(directory);
	}
}

bool add_process(struct tracing *t, const struct caller *c, uint32_t pid, struct failure *f)
{
	struct stat process;
	char path[64];
	__u8 one = 1;

	snprintf(path, sizeof(path), "/proc/%u", pid);
	if (stat(path, &process))
		return fail(f, EXIT_USAGE, "pid", ESRCH, "give the id of a running process", "there is no process %u", pid);
	if (t->limited && process.st_uid != c->uid)
		return fail(f, EXIT_REFUSED, "pid", EPERM, "trace it as root", "process %u belongs to uid %u, an ordinary user sees own processes only",
			    pid, process.st_uid);
	if (!t->filters_pids)
		return true;
	if (bpf_map_update_elem(t->pids_fd, &pid, &one, BPF_ANY))
		return fail(f, EXIT_REFUSED, "bpf(BPF_MAP_UPDATE_ELEM)", errno, "trace fewer processes", "can't add process %u", pid);
	add_children(t);
	return true;
}

uint64_t missed_runs(const struct tracing *t)
{
	uint64_t missed = 0;

	for (int i = 0; i < t->features; i++) {
		struct bpf_prog_info info = {};
		__u32 size = sizeof(info);
		struct bpf_program *program;

		if (!t->links[i])
			continue;
		program = bpf_object__find_program_by_name(t->object, t->choices[i].program);
		if (!bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size))
			missed += info.recursion_misses;
	}
	return missed;
}

const struct rs_counters *map_counters(const struct tracing *t)
{
	void *memory = mmap(NULL, sysconf(_SC_PAGESIZE), PROT_READ, MAP_SHARED, t->counters_fd, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

void stop_tracing(struct tracing *t)
{
	for (int i = 0; i < t->features; i++)
		bpf_link__destroy(t->links[i]);
	bpf_object__close(t->object);
	close(t->events_fd);
}
