// SPDX-License-Identifier: Apache-2.0
/*
 * The tracepoints' arguments changed between kernels. A kernel's BTF says what
 * they are there, as the prototype after the typedef btf_trace_<tracepoint>.
 */
#include "ringspect-helper.h"

#include <bpf/btf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

struct variant {
	const char *feature;
	const char *name;
	const char *tracepoint;
	const char *program;
	int fewest, most; /* parameters in the prototype, its first void * among them */
	bool direct;	  /* needs bpf_rdonly_cast, 6.2 */
	bool optional;
	bool for_pids;
};

/* A feature's variants stand together, the best one first. */
static const struct variant variants[] = {
	{ "create", "create", "io_uring_create", "create", 6, 6, false, true, false },
	{ "submit", "submit_req", "io_uring_submit_req", "submit__req__direct", 2, 2, true, false, false },
	{ "submit", "submit_req", "io_uring_submit_req", "submit__req__copy", 2, 2, false, false, false },
	{ "submit", "submit_sqe", "io_uring_submit_sqe", "submit__sqe__copy", 3, 3, false, false, false },
	{ "complete", "cqe", "io_uring_complete", "complete__cqe__direct", 4, 4, true, false, false },
	{ "complete", "cqe", "io_uring_complete", "complete__cqe__copy", 4, 4, false, false, false },
	{ "complete", "scalars7", "io_uring_complete", "complete__scalars__copy", 8, 8, false, false, false },
	{ "req_failed", "req", "io_uring_req_failed", "req_failed__req__direct", 4, 4, true, true, false },
	{ "req_failed", "req", "io_uring_req_failed", "req_failed__req__copy", 4, 4, false, true, false },
	{ "cqe_overflow", "cqe_overflow", "io_uring_cqe_overflow", "cqe_overflow", 6, 6, false, true, false },
	{ "queue_async_work", "req", "io_uring_queue_async_work", "queue_async_work", 3, 3, false, true, false },
	{ "poll_arm", "req", "io_uring_poll_arm", "poll_arm", 4, 4, false, true, false },
	{ "defer", "req", "io_uring_defer", "defer", 2, 2, false, true, false },
	{ "link", "req", "io_uring_link", "link", 3, 3, false, true, false },
	{ "fail_link", "req", "io_uring_fail_link", "fail_link", 3, 3, false, true, false },
	{ "register", "register", "io_uring_register", "registered", 6, 6, false, true, false },
	{ "fork", "task", "sched_process_fork", "process_fork", 3, 3, false, true, true },
	{ "exit", "task", "sched_process_exit", "process_exit", 2, 3, false, true, true },
};

/* How many parameters a tracepoint's prototype has, -1 when the kernel has no such tracepoint. */
static int parameters_of(const struct btf *btf, const char *tracepoint)
{
	const struct btf_type *type;
	char name[96];
	int id;

	snprintf(name, sizeof(name), "btf_trace_%s", tracepoint);
	id = btf__find_by_name_kind(btf, name, BTF_KIND_TYPEDEF);
	if (id < 0)
		return -1;
	type = btf__type_by_id(btf, id);
	type = btf__type_by_id(btf, type->type);
	if (!type || !btf_is_ptr(type))
		return -1;
	type = btf__type_by_id(btf, type->type);
	return type && btf_is_func_proto(type) ? btf_vlen(type) : -1;
}

bool can_read_in_place(const struct btf *btf)
{
	return btf__find_by_name_kind(btf, "bpf_rdonly_cast", BTF_KIND_FUNC) > 0;
}

int choose_variants(const struct btf *btf, bool with_direct, struct choice *choices)
{
	bool can_cast = with_direct && can_read_in_place(btf);
	struct choice *choice = NULL;
	int features = 0;

	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
		const struct variant *v = &variants[i];
		int parameters;

		if (!choice || strcmp(choice->feature, v->feature)) {
			choice = &choices[features++];
			*choice = (struct choice){ .feature = v->feature,
						   .tracepoint = v->tracepoint,
						   .optional = v->optional,
						   .for_pids = v->for_pids };
		}
		if (choice->program || (v->direct && !can_cast))
			continue;
		parameters = parameters_of(btf, v->tracepoint);
		if (parameters >= v->fewest && parameters <= v->most) {
			choice->variant = v->name;
			choice->program = v->program;
			choice->tracepoint = v->tracepoint;
		} else if (parameters < 0) {
			snprintf(choice->why, sizeof(choice->why), "this kernel has no tracepoint %s", v->tracepoint);
		} else {
			snprintf(choice->why, sizeof(choice->why), "%s has %d arguments on this kernel, %d are known",
				 v->tracepoint, parameters - 1, v->fewest - 1);
		}
	}
	return features;
}

bool find_enumerator(const struct btf *btf, const char *name, uint32_t *number)
{
	__u32 count = btf__type_cnt(btf);

	for (__u32 id = 1; id < count; id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);

		if (!btf_is_enum(type))
			continue;
		for (int i = 0; i < btf_vlen(type); i++) {
			const struct btf_enum *value = btf_enum(type) + i;

			if (!strcmp(btf__name_by_offset(btf, value->name_off), name)) {
				*number = value->val;
				return true;
			}
		}
	}
	return false;
}

bool find_member(const struct btf *btf, const char *type, const char *member, uint32_t *offset)
{
	int id = btf__find_by_name_kind(btf, type, BTF_KIND_STRUCT);
	const struct btf_type *found = id > 0 ? btf__type_by_id(btf, id) : NULL;

	for (int i = 0; found && i < btf_vlen(found); i++) {
		if (!strcmp(btf__name_by_offset(btf, btf_members(found)[i].name_off), member)) {
			*offset = btf_member_bit_offset(found, i) / 8;
			return true;
		}
	}
	return false;
}

int print_variants(const char *path)
{
	struct choice choices[MAX_FEATURES];
	struct btf *btf = btf__parse_raw(path);
	bool direct = false;
	uint32_t bit;
	char text[4096];
	struct json j;
	int features;

	if (!btf) {
		fprintf(stderr, "ringspect-helper: %s: not a raw BTF file (%s); expected one such as /sys/kernel/btf/vmlinux\n",
			path, errno_name(errno));
		return EXIT_USAGE;
	}
	features = choose_variants(btf, true, choices);
	json_begin(&j, text, sizeof(text));
	json_open(&j, NULL, '{');
	for (int i = 0; i < features; i++) {
		json_string(&j, choices[i].feature, choices[i].variant);
		direct |= choices[i].program && strstr(choices[i].program, "__direct");
	}
	json_string(&j, "reads", direct ? "direct" : "copy");
	json_bool(&j, "reqFCreds", find_enumerator(btf, "REQ_F_CREDS_BIT", &bit));
	json_close(&j, '}');
	btf__free(btf);
	puts(text);
	return EXIT_DONE;
}
