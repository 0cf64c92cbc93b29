// SPDX-License-Identifier: Apache-2.0
/*
 * The helper is the only privileged code of Ringspect. It may run as root, by sudo
 * or pkexec, or with file capabilities; whoever started it, it acts for one caller,
 * and an ordinary caller sees own requests only.
 */
#include "ringspect-helper.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

/*
 * Without this another process of the same user could take this one's maps by
 * pidfd_getfd, or write its memory, and see what its owner limit hides.
 */
void hide_process(void)
{
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static bool id_from_environment(const char *name, unsigned *id)
{
	const char *text = getenv(name);
	char *end;
	unsigned long value;

	if (!text || *text < '0' || *text > '9')
		return false;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (errno || *end || value >= UINT32_MAX)
		return false;
	*id = value;
	return true;
}

struct caller caller_by_environment(void)
{
	struct caller c = { .uid = getuid(), .gid = getgid() };

	/* Only root's word on who called counts, and only root can have set it. */
	if (c.uid == 0 && (id_from_environment("SUDO_UID", &c.uid) || id_from_environment("PKEXEC_UID", &c.uid))) {
		c.gid = 65534;
		id_from_environment("SUDO_GID", &c.gid);
	}
	return c;
}

bool caller_by_peer(int socket, struct caller *c, struct failure *f)
{
	struct caller expected = caller_by_environment();
	struct ucred peer;
	socklen_t size = sizeof(peer);

	if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size))
		return fail(f, EXIT_REFUSED, "getsockopt(SO_PEERCRED)", errno, "report this", "can't tell who is at the socket");
	if (peer.uid != expected.uid && !(peer.uid == 0 && getuid() == 0))
		return fail(f, EXIT_REFUSED, "SO_PEERCRED", EPERM, "start the helper as the user whose socket it is",
			    "the socket belongs to uid %u, the helper was called by uid %u", peer.uid, expected.uid);
	c->uid = peer.uid;
	c->gid = peer.gid;
	return true;
}

static bool read_capabilities(struct __user_cap_data_struct data[2])
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };

	memset(data, 0, 2 * sizeof(data[0]));
	return !syscall(SYS_capget, &header, data);
}

bool has_capability(int capability)
{
	struct __user_cap_data_struct data[2];

	return read_capabilities(data) && data[capability / 32].effective >> (capability % 32) & 1;
}

bool drop_privilege(const struct caller *c, struct failure *f)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = {};

	if (c->uid != 0 && geteuid() == 0) {
		if (setgroups(0, NULL) || setresgid(c->gid, c->gid, c->gid) || setresuid(c->uid, c->uid, c->uid))
			return fail(f, EXIT_REFUSED, "setresuid", errno, "report this", "can't change to uid %u", c->uid);
	}
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	if (syscall(SYS_capset, &header, none))
		return fail(f, EXIT_REFUSED, "capset", errno, "report this", "can't drop the capabilities");
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	hide_process(); /* a change of uid may have undone it */
	return true;
}

const char *missing_privilege(char *fix, size_t size)
{
	char path[1024] = "ringspect-helper", capabilities[64];
	struct statvfs where;
	ssize_t length;

	if ((has_capability(CAP_BPF) && has_capability(CAP_PERFMON)) || has_capability(CAP_SYS_ADMIN))
		return NULL;
	length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (length > 0)
		path[length] = 0;
	if (getxattr(path, "security.capability", capabilities, sizeof(capabilities)) > 0) {
		if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1) {
			snprintf(fix, size, "start Ringspect outside the sandbox that set no_new_privs");
			return "the helper has file capabilities, but no_new_privs is set and makes them void";
		}
		if (!statvfs(path, &where) && where.f_flag & ST_NOSUID) {
			snprintf(fix, size, "put the helper on a filesystem that is not mounted nosuid");
			return "the helper has file capabilities, but its filesystem is mounted nosuid, which makes them void";
		}
		snprintf(fix, size, "sudo setcap cap_bpf,cap_perfmon+ep %s", path);
		return "the helper's file capabilities do not include both cap_bpf and cap_perfmon";
	}
	snprintf(fix, size,
		 "run Ringspect as root, or allow 'sudo -n' for the helper, or give it file capabilities: "
		 "sudo setcap cap_bpf,cap_perfmon+ep %s", path);
	return "loading BPF programs needs cap_bpf and cap_perfmon, which this user does not have";
}
