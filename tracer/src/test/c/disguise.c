// SPDX-License-Identifier: Apache-2.0
/* Commands of a task whose credentials are only partly a given user's. */
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <unistd.h>

#define CMD_OP 0xbad00000U

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
		"  personality  all of UID's, dumpable, with a personality of root's on each request\n"
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

static int disguise(struct lab *lab, const char *how, uid_t uid)
{
	int personality = 0;

	if (!strcmp(how, "asis"))
		return 0;
	if (!strcmp(how, "uid")) {
		become(uid, 0, 0);
	} else if (!strcmp(how, "euid")) {
		become(0, uid, 0);
	} else if (!strcmp(how, "suid")) {
		become(uid, uid, 0);
	} else if (!strcmp(how, "fsuid")) {
		setfsuid(uid);
	} else if (!strcmp(how, "plain") || !strcmp(how, "undumpable") || !strcmp(how, "personality")) {
		if (!strcmp(how, "personality"))
			personality = io_uring_register_personality(&lab->ring);
		if (personality < 0)
			lab_fail("IORING_REGISTER_PERSONALITY", personality);
		if (setresgid(uid, uid, uid))
			lab_fail("setresgid", errno);
		become(uid, uid, uid);
	} else {
		fprintf(stderr, "disguise: unknown HOW \"%s\"\n", how);
		usage(stderr);
		_exit(2);
	}
	/* A change of ids clears this flag; only "undumpable" is to stay so. */
	if (prctl(PR_SET_DUMPABLE, strcmp(how, "undumpable") ? 1 : 0))
		lab_fail("PR_SET_DUMPABLE", errno);
	return personality;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		LAB_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	struct lab_setup setup = { .entries = 64 };
	unsigned long count, i;
	struct lab lab;
	int option, fd, personality;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == 'h') {
			usage(stdout);
			return 0;
		}
		if (!lab_option(&setup, option, optarg)) {
			usage(stderr);
			return 2;
		}
	}
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
		lab_command(&lab, argv[optind], fd, CMD_OP)->personality = (unsigned short)personality;
		lab_run(&lab);
	}
	lab_close(&lab);
	return 0;
}
