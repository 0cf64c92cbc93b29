// SPDX-License-Identifier: Apache-2.0
/* Commands of a task whose credentials are only partly a given user's. */
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CMD_OP 0xbad00000U
#define SHOWN_CMD_OP 0x600d0000U

static void usage(FILE *to)
{
	fprintf(to,
		"disguise [options] HOW UID [COUNT] runs as root, takes on the credentials of UID\n"
		"in part, and submits COUNT (default 100) commands to /dev/null, cmd_op 0xbad00000.\n"
		"\n"
		"  plain        all of UID's, dumpable: an ordinary process of that user\n"
		"  undumpable   all of UID's, but not dumpable\n"
		"  uid          uid only; euid, suid stay root's\n"
		"  euid         euid and fsuid only; uid, suid stay root's\n"
		"  suid         uid and euid; suid stays root's\n"
		"  fsuid        fsuid only\n"
		"  gid          all of UID's, but for the group id, which stays root's\n"
		"  egid         the same of the effective group id\n"
		"  sgid         the same of the saved group id\n"
		"  fsgid        all of UID's, dumpable, but for the group id for files\n"
		"  groups       all of UID's, dumpable, and root's group beside\n"
		"  capable      all of UID's, dumpable, with one capability, permitted only\n"
		"  personality  all of UID's, dumpable, with a personality of root's on each request\n"
		"  toggle       all of UID's; not dumpable for every second command; those of the\n"
		"               others have cmd_op 0x600d0000\n"
		"  asis         changes nothing: for a copy of this program that is setuid root;\n"
		"               UID is ignored\n"
		"  --help       this text\n"
		"%s",
		lab_option_usage);
}

static void become(uid_t uid, uid_t euid, uid_t suid)
{
	if (setresuid(uid, euid, suid))
		lab_fail("setresuid", errno);
}

static void become_group(gid_t gid, gid_t egid, gid_t sgid)
{
	if (setresgid(gid, egid, sgid))
		lab_fail("setresgid", errno);
}

/* Changes to a user, but keeps one capability, which is not even in effect. */
static void become_capable(uid_t uid)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct kept[2] = { { .permitted = 1U << CAP_NET_RAW } };

	become_group(uid, uid, uid);
	if (prctl(PR_SET_KEEPCAPS, 1))
		lab_fail("PR_SET_KEEPCAPS", errno);
	become(uid, uid, uid);
	if (syscall(SYS_capset, &header, kept))
		lab_fail("capset", errno);
}

static void set_dumpable(bool dumpable)
{
	if (prctl(PR_SET_DUMPABLE, dumpable ? 1 : 0))
		lab_fail("PR_SET_DUMPABLE", errno);
}

static void take_on(const char *how, uid_t uid)
{
	static const gid_t root_group;

	if (setgroups(!strcmp(how, "groups") ? 1 : 0, &root_group))
		lab_fail("setgroups", errno);
	if (!strcmp(how, "gid"))
		become_group(0, uid, uid);
	else if (!strcmp(how, "egid"))
		become_group(uid, 0, uid);
	else if (!strcmp(how, "sgid"))
		become_group(uid, uid, 0);
	else
		become_group(uid, uid, uid);
	if (!strcmp(how, "fsgid"))
		setfsgid(0);
	become(uid, uid, uid);
}

static int disguise(struct lab *lab, const char *how, uid_t uid)
{
	static const char *const whole[] = { "plain", "undumpable", "personality", "toggle", "gid",
					     "egid",  "sgid",	    "fsgid",	   "groups" };
	int personality = 0;
	bool is_whole = false;

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		is_whole |= !strcmp(how, whole[i]);
	if (!strcmp(how, "asis"))
		return 0;
	if (!strcmp(how, "personality"))
		personality = io_uring_register_personality(&lab->ring);
	if (personality < 0)
		lab_fail("IORING_REGISTER_PERSONALITY", personality);
	if (!strcmp(how, "uid")) {
		become(uid, 0, 0);
	} else if (!strcmp(how, "euid")) {
		become(0, uid, 0);
	} else if (!strcmp(how, "suid")) {
		become(uid, uid, 0);
	} else if (!strcmp(how, "fsuid")) {
		setfsuid(uid);
	} else if (!strcmp(how, "capable")) {
		become_capable(uid);
	} else if (is_whole) {
		take_on(how, uid);
	} else {
		fprintf(stderr, "disguise: unknown HOW \"%s\"\n", how);
		usage(stderr);
		_exit(2);
	}
	/* A change of ids clears this flag; only "undumpable" is to stay so. */
	set_dumpable(strcmp(how, "undumpable"));
	return personality;
}

int main(int argc, char **argv)
{
	struct lab_setup setup = { .entries = 64 };
	unsigned long count, i;
	struct lab lab;
	int fd, personality;

	lab_options(&setup, argc, argv, usage);
	if (argc - optind < 2 || argc - optind > 3) {
		usage(stderr);
		return 2;
	}
	count = argc - optind == 3 ? lab_number("COUNT", argv[optind + 2]) : 100;
	fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		lab_fail("open /dev/null", errno);
	lab_open(&lab, &setup, 0xbad00000bad00000ULL);
	personality = disguise(&lab, argv[optind], (uid_t)lab_number("UID", argv[optind + 1]));
	for (i = 0; i < count; i++) {
		bool shown = !strcmp(argv[optind], "toggle") && i % 2 == 0;

		if (!strcmp(argv[optind], "toggle"))
			set_dumpable(shown);
		lab_command(&lab, argv[optind], fd, shown ? SHOWN_CMD_OP : CMD_OP)->personality =
			(unsigned short)personality;
		lab_run(&lab);
	}
	lab_close(&lab);
	return 0;
}
