// SPDX-License-Identifier: Apache-2.0
/* Tries to take another process's descriptors, as a rival of the same user would. */
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

static void usage(FILE *to)
{
	fprintf(to, "steal PID [LAST] tries, on every descriptor from 0 to LAST (default 31) of\n"
		    "process PID, pidfd_getfd, and on the process ptrace and an open of its memory.\n"
		    "One line for each attempt: kind attempt, call, fd, errno (0: it worked).\n"
		    "Exit status: 0 when all were refused with EPERM or EACCES, 1 otherwise.\n");
}

static int attempt(const char *call, int fd, long result)
{
	int error = result < 0 ? errno : 0;

	printf("{\"kind\":\"attempt\",\"call\":\"%s\",\"fd\":%d,\"errno\":%d}\n", call, fd, error);
	return error == EPERM || error == EACCES ? 0 : 1;
}

int main(int argc, char **argv)
{
	char path[64];
	int pid, last, fd, pidfd, worked = 0;

	if (argc < 2 || argc > 3 || !strcmp(argv[1], "--help")) {
		usage(stderr);
		return 2;
	}
	pid = (int)lab_number("PID", argv[1]);
	last = argc == 3 ? (int)lab_number("LAST", argv[2]) : 31;
	pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0)
		lab_fail("pidfd_open", errno);
	for (fd = 0; fd <= last; fd++)
		worked |= attempt("pidfd_getfd", fd, syscall(SYS_pidfd_getfd, pidfd, fd, 0));
	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	worked |= attempt("open /proc/PID/mem", -1, open(path, O_RDWR | O_CLOEXEC));
	snprintf(path, sizeof(path), "/proc/%d/fd/3", pid);
	worked |= attempt("open /proc/PID/fd/3", 3, open(path, O_RDWR | O_CLOEXEC));
	worked |= attempt("ptrace", -1, ptrace(PTRACE_SEIZE, pid, NULL, NULL));
	return worked;
}
