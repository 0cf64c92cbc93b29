package dev.ringspect.protocol.uapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Error numbers with what they mean in plain words: {@code asm-generic/errno.h} (x86, arm, riscv and most others), and
 * the kernel's internal numbers of {@code include/linux/errno.h}, which no user program should ever see.
 */
public enum Errno {
    // @formatter:off
    EPERM(1, "the caller lacks the privilege"),
    ENOENT(2, "no such file or object"),
    ESRCH(3, "no such process"),
    EINTR(4, "interrupted by a signal"),
    EIO(5, "an input/output error"),
    ENXIO(6, "no such device or address"),
    E2BIG(7, "the argument list is too long"),
    ENOEXEC(8, "not an executable format"),
    EBADF(9, "the descriptor is not open, or not in the mode needed"),
    ECHILD(10, "no child process"),
    EAGAIN(11, "not ready now, try again"),
    ENOMEM(12, "out of memory"),
    EACCES(13, "access is not permitted"),
    EFAULT(14, "an address is not readable or writable"),
    ENOTBLK(15, "a block device was expected"),
    EBUSY(16, "the device or resource is busy"),
    EEXIST(17, "it exists already"),
    EXDEV(18, "source and target are on different filesystems"),
    ENODEV(19, "no such device"),
    ENOTDIR(20, "a directory was expected"),
    EISDIR(21, "it is a directory"),
    EINVAL(22, "an argument is invalid"),
    ENFILE(23, "the system has too many open files"),
    EMFILE(24, "the process has too many open files"),
    ENOTTY(25, "the file does not know this command"),
    ETXTBSY(26, "the program file is being run"),
    EFBIG(27, "the file would be too large"),
    ENOSPC(28, "no space is left on the device"),
    ESPIPE(29, "the file cannot be seeked in"),
    EROFS(30, "the filesystem is read-only"),
    EMLINK(31, "too many links"),
    EPIPE(32, "nobody reads the other end"),
    EDOM(33, "a number is outside the domain of the function"),
    ERANGE(34, "a result is out of range"),
    EDEADLK(35, "it would deadlock"),
    ENAMETOOLONG(36, "a name is too long"),
    ENOLCK(37, "no locks are left"),
    ENOSYS(38, "the kernel has no such system call"),
    ENOTEMPTY(39, "the directory is not empty"),
    ELOOP(40, "too many symbolic links"),
    ENOMSG(42, "no message of that type"),
    EIDRM(43, "the identifier was removed"),
    ECHRNG(44, "a channel number is out of range"),
    EL2NSYNC(45, "level 2 is not synchronised"),
    EL3HLT(46, "level 3 is halted"),
    EL3RST(47, "level 3 was reset"),
    ELNRNG(48, "a link number is out of range"),
    EUNATCH(49, "no protocol driver is attached"),
    ENOCSI(50, "no CSI structure is left"),
    EL2HLT(51, "level 2 is halted"),
    EBADE(52, "an invalid exchange"),
    EBADR(53, "an invalid request descriptor"),
    EXFULL(54, "the exchange is full"),
    ENOANO(55, "no anode"),
    EBADRQC(56, "an invalid request code"),
    EBADSLT(57, "an invalid slot"),
    EBFONT(59, "a bad font file"),
    ENOSTR(60, "not a STREAMS device"),
    ENODATA(61, "no data are there"),
    ETIME(62, "a timer expired"),
    ENOSR(63, "out of STREAMS resources"),
    ENONET(64, "the machine is not on the network"),
    ENOPKG(65, "a package is not installed"),
    EREMOTE(66, "the object is remote"),
    ENOLINK(67, "the link is cut"),
    EADV(68, "an advertise error"),
    ESRMNT(69, "a srmount error"),
    ECOMM(70, "sending failed"),
    EPROTO(71, "the protocol was broken"),
    EMULTIHOP(72, "a multihop was tried"),
    EDOTDOT(73, "an RFS error"),
    EBADMSG(74, "not a data message, or a checksum is wrong"),
    EOVERFLOW(75, "a value is too large for its type"),
    ENOTUNIQ(76, "a name is not unique on the network"),
    EBADFD(77, "the descriptor is in a bad state"),
    EREMCHG(78, "the remote address changed"),
    ELIBACC(79, "a shared library cannot be accessed"),
    ELIBBAD(80, "a shared library is damaged"),
    ELIBSCN(81, "a .lib section is damaged"),
    ELIBMAX(82, "too many shared libraries"),
    ELIBEXEC(83, "a shared library cannot be executed"),
    EILSEQ(84, "an invalid byte sequence"),
    ERESTART(85, "the call should be restarted"),
    ESTRPIPE(86, "a STREAMS pipe error"),
    EUSERS(87, "too many users"),
    ENOTSOCK(88, "a socket was expected"),
    EDESTADDRREQ(89, "a destination address is needed"),
    EMSGSIZE(90, "the message is too long"),
    EPROTOTYPE(91, "the wrong protocol for this socket"),
    ENOPROTOOPT(92, "no such protocol option"),
    EPROTONOSUPPORT(93, "the protocol is not supported"),
    ESOCKTNOSUPPORT(94, "the socket type is not supported"),
    EOPNOTSUPP(95, "the operation is not supported here"),
    EPFNOSUPPORT(96, "the protocol family is not supported"),
    EAFNOSUPPORT(97, "the address family is not supported"),
    EADDRINUSE(98, "the address is in use"),
    EADDRNOTAVAIL(99, "the address is not available here"),
    ENETDOWN(100, "the network is down"),
    ENETUNREACH(101, "the network cannot be reached"),
    ENETRESET(102, "the network dropped the connection"),
    ECONNABORTED(103, "the connection was aborted on this side"),
    ECONNRESET(104, "the other side reset the connection"),
    ENOBUFS(105, "no buffer space is left"),
    EISCONN(106, "it is connected already"),
    ENOTCONN(107, "it is not connected"),
    ESHUTDOWN(108, "the socket was shut down for sending"),
    ETOOMANYREFS(109, "too many references"),
    ETIMEDOUT(110, "it took too long"),
    ECONNREFUSED(111, "the other side refused the connection"),
    EHOSTDOWN(112, "the host is down"),
    EHOSTUNREACH(113, "no route leads to the host"),
    EALREADY(114, "it is already being done"),
    EINPROGRESS(115, "it is being done now"),
    ESTALE(116, "the file handle is stale"),
    EUCLEAN(117, "the structure needs cleaning"),
    ENOTNAM(118, "not a XENIX named file"),
    ENAVAIL(119, "no XENIX semaphores"),
    EISNAM(120, "a XENIX named file"),
    EREMOTEIO(121, "a remote input/output error"),
    EDQUOT(122, "the quota is used up"),
    ENOMEDIUM(123, "no medium is in the device"),
    EMEDIUMTYPE(124, "the wrong type of medium"),
    ECANCELED(125, "it was cancelled"),
    ENOKEY(126, "a key is missing"),
    EKEYEXPIRED(127, "a key has expired"),
    EKEYREVOKED(128, "a key was revoked"),
    EKEYREJECTED(129, "a key was rejected"),
    EOWNERDEAD(130, "the owner of a lock died"),
    ENOTRECOVERABLE(131, "the state cannot be recovered"),
    ERFKILL(132, "a radio is switched off"),
    EHWPOISON(133, "a memory page has a hardware error"),
    ERESTARTSYS(512, "restart the system call after the signal"),
    ERESTARTNOINTR(513, "always restart the system call"),
    ERESTARTNOHAND(514, "restart the system call if no handler ran"),
    ENOIOCTLCMD(515, "the driver does not know this ioctl"),
    ERESTART_RESTARTBLOCK(516, "restart by a restart block"),
    EPROBE_DEFER(517, "the driver asks to be probed later"),
    EOPENSTALE(518, "open found a stale entry"),
    ENOPARAM(519, "the parameter is not known"),
    EBADHANDLE(521, "an illegal NFS file handle"),
    ENOTSYNC(522, "an NFS update is out of step"),
    EBADCOOKIE(523, "a stale directory cookie"),
    ENOTSUPP(524, "the operation is not supported"),
    ETOOSMALL(525, "a buffer or request is too small"),
    ESERVERFAULT(526, "an untranslatable server error"),
    EBADTYPE(527, "a type the server does not support"),
    EJUKEBOX(528, "the request was started and will take long"),
    EIOCBQUEUED(529, "the request is queued, its owner will complete it"),
    ERECALLCONFLICT(530, "a conflict with a recalled state"),
    ENOGRACE(531, "no grace period");
    // @formatter:on

    /** Every number with a name, ascending. */
    public static final List<Errno> ALL = List.of(values());

    private static final int FIRST_INTERNAL = 512;
    /** Made once: the errno of each traced request that failed is asked for. */
    private static final List<Optional<Errno>> BY_NUMBER = byNumber();

    private static List<Optional<Errno>> byNumber() {
        List<Optional<Errno>> all = new ArrayList<>(Collections.nCopies(ALL.getLast().number + 1, Optional.empty()));
        Arrays.stream(values()).forEach(errno -> all.set(errno.number, Optional.of(errno)));
        return List.copyOf(all);
    }

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The positive number. */
    public int number() {
        return number;
    }

    /** What it means, as a clause such as {@code an argument is invalid}. */
    public String meaning() {
        return meaning;
    }

    /** Whether it is a number of the kernel's own; one that reaches a user has leaked by a bug of a driver. */
    public boolean internal() {
        return number >= FIRST_INTERNAL;
    }

    /** The error of a number, positive or negative as in a CQE's {@code res}; empty for 0 and unknown numbers. */
    public static Optional<Errno> of(int number) {
        int positive = Math.abs(number);
        return positive >= 0 && positive < BY_NUMBER.size() ? BY_NUMBER.get(positive) : Optional.empty();
    }

    /** The error that programs call {@code name}, such as {@code EINVAL}. */
    public static Optional<Errno> named(String name) {
        return ALL.stream().filter(errno -> errno.name().equals(name)).findFirst();
    }

    /** The name of a negative {@code res}, such as {@code EINVAL}, or {@code errno 700}; empty when not negative. */
    public static Optional<String> nameOfResult(int res) {
        if (res >= 0) {
            return Optional.empty();
        }
        return Optional.of(of(res).map(Errno::name).orElseGet(() -> "errno " + -(long) res));
    }
}
