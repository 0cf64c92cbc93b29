package dev.ringspect.protocol.uapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.syntax.btf.BtfFixture;

/** The installed headers, compiled by gcc, say the same as this project's tables, as far as they know the name. */
class UapiAgainstHeaderTest {
    private static final String INCLUDES = """
            #include <stdio.h>
            #include <stddef.h>
            #include <errno.h>
            #include <sys/socket.h>
            #include <linux/io_uring.h>
            #include <linux/magic.h>
            #include <sys/stat.h>
            #include <linux/ioctl.h>
            #include <linux/version.h>
            """;

    @TempDir
    Path folder;

    /** Values of those C names that the headers define; enumerators cannot be asked for, so they are given apart. */
    private Map<String, Long> values(List<String> macros, List<String> expressions) throws Exception {
        StringBuilder text = new StringBuilder(INCLUDES).append("int main(void) {\n");
        for (String macro : macros) {
            text.append("#ifdef ").append(macro).append('\n').append("printf(\"").append(macro)
                    .append(" %llu\\n\", (unsigned long long)(").append(macro).append("));\n#endif\n");
        }
        for (String expression : expressions) {
            text.append("printf(\"").append(expression).append(" %llu\\n\", (unsigned long long)(").append(expression)
                    .append("));\n");
        }
        Path source = Files.writeString(folder.resolve("values.c"), text.append("return 0; }\n").toString());
        Path program = folder.resolve("values");
        BtfFixture.run(List.of("gcc", "-o", program.toString(), source.toString()));
        Map<String, Long> values = new LinkedHashMap<>();
        BtfFixture.run(List.of(program.toString())).lines().forEach(line -> {
            int space = line.lastIndexOf(' ');
            values.put(line.substring(0, space), Long.parseUnsignedLong(line.substring(space + 1)));
        });
        List<String> absent = macros.stream().filter(macro -> !values.containsKey(macro)).toList();
        System.out.println("not in the installed headers, not compared: " + absent);
        return values;
    }

    private void flags(FlagWord word, int atLeast) throws Exception {
        Map<String, Long> expected = new LinkedHashMap<>();
        word.flags().forEach(flag -> expected.put(word.prefix() + flag.name(), Integer.toUnsignedLong(flag.mask())));
        Map<String, Long> header = values(List.copyOf(expected.keySet()), List.of());
        assertThat(header).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(expected).containsAllEntriesOf(header);
    }

    @Test
    void setupFlags() throws Exception {
        flags(SetupFlags.WORD, 14);
    }

    @Test
    void cqeFlags() throws Exception {
        flags(CqeFlags.WORD, 4);
    }

    @Test
    void featureFlags() throws Exception {
        flags(FeatureFlags.WORD, 12);
    }

    @Test
    void sqeFlags() throws Exception {
        flags(SqeFlags.WORD, 7);
    }

    @Test
    void uringCmdFlags() throws Exception {
        flags(UringCmdFlags.WORD, 1);
    }

    @Test
    void errnos() throws Exception {
        Map<String, Long> expected = new LinkedHashMap<>();
        Errno.ALL.stream().filter(errno -> !errno.internal())
                .forEach(errno -> expected.put(errno.name(), (long) errno.number()));
        Map<String, Long> header = values(List.copyOf(expected.keySet()), List.of());
        assertThat(header).isEqualTo(expected);
        assertThat(header).hasSize(131);
    }

    @Test
    void opcodesThatEveryHeaderSinceLinuxSixHas() throws Exception {
        List<String> names = Opcode.ALL.stream().filter(op -> new KernelRelease(6, 0).atLeast(op.since()))
                .map(op -> "IORING_OP_" + op.name()).toList();
        Map<String, Long> header = values(List.of(), names);
        header.forEach((name, number) -> assertThat("IORING_OP_" + Opcode.nameOf(number.intValue())).isEqualTo(name));
        assertThat(header).hasSize(names.size());
    }

    @Test
    void fileTypes() throws Exception {
        Map<String, Long> header = values(
                List.of("S_IFMT", "S_IFIFO", "S_IFCHR", "S_IFDIR", "S_IFBLK", "S_IFREG", "S_IFLNK", "S_IFSOCK"),
                List.of());
        assertThat(header).containsExactlyInAnyOrderEntriesOf(Map.of("S_IFMT", (long) FileType.MASK, "S_IFIFO",
                (long) FileType.FIFO.bits(), "S_IFCHR", (long) FileType.CHARACTER_DEVICE.bits(), "S_IFDIR",
                (long) FileType.DIRECTORY.bits(), "S_IFBLK", (long) FileType.BLOCK_DEVICE.bits(), "S_IFREG",
                (long) FileType.REGULAR.bits(), "S_IFLNK", (long) FileType.SYMBOLIC_LINK.bits(), "S_IFSOCK",
                (long) FileType.SOCKET.bits()));
    }

    @Test
    void socketFamiliesAndTypes() throws Exception {
        List<String> families = Sockets.FAMILIES.values().stream().sorted().toList();
        Map<String, Long> header = values(families, Sockets.TYPES.values().stream().map(t -> "SOCK_" + t).toList());
        assertThat(header).hasSize(families.size() + Sockets.TYPES.size());
        Sockets.FAMILIES.forEach((number, name) -> assertThat(header).containsEntry(name, number.longValue()));
        Sockets.TYPES.forEach((number, name) -> assertThat(header).containsEntry("SOCK_" + name, number.longValue()));
    }

    @Test
    void filesystemMagic() throws Exception {
        Map<String, String> macros = Map.ofEntries(Map.entry("EXT4_SUPER_MAGIC", "ext4"),
                Map.entry("BTRFS_SUPER_MAGIC", "btrfs"), Map.entry("XFS_SUPER_MAGIC", "xfs"),
                Map.entry("F2FS_SUPER_MAGIC", "f2fs"), Map.entry("TMPFS_MAGIC", "tmpfs"),
                Map.entry("RAMFS_MAGIC", "ramfs"), Map.entry("OVERLAYFS_SUPER_MAGIC", "overlay"),
                Map.entry("FUSE_SUPER_MAGIC", "fuse"), Map.entry("NFS_SUPER_MAGIC", "nfs"),
                Map.entry("CIFS_SUPER_MAGIC", "cifs"), Map.entry("SMB2_SUPER_MAGIC", "smb2"),
                Map.entry("V9FS_MAGIC", "9p"), Map.entry("CEPH_SUPER_MAGIC", "ceph"),
                Map.entry("SQUASHFS_MAGIC", "squashfs"), Map.entry("EROFS_SUPER_MAGIC_V1", "erofs"),
                Map.entry("MSDOS_SUPER_MAGIC", "vfat"), Map.entry("EXFAT_SUPER_MAGIC", "exfat"),
                Map.entry("ISOFS_SUPER_MAGIC", "iso9660"), Map.entry("UDF_SUPER_MAGIC", "udf"),
                Map.entry("OCFS2_SUPER_MAGIC", "ocfs2"), Map.entry("NILFS_SUPER_MAGIC", "nilfs2"),
                Map.entry("ZONEFS_MAGIC", "zonefs"), Map.entry("HUGETLBFS_MAGIC", "hugetlbfs"),
                Map.entry("PROC_SUPER_MAGIC", "proc"), Map.entry("SYSFS_MAGIC", "sysfs"),
                Map.entry("DEBUGFS_MAGIC", "debugfs"), Map.entry("TRACEFS_MAGIC", "tracefs"),
                Map.entry("CGROUP2_SUPER_MAGIC", "cgroup2"), Map.entry("BPF_FS_MAGIC", "bpf"),
                Map.entry("DEVPTS_SUPER_MAGIC", "devpts"), Map.entry("AUTOFS_SUPER_MAGIC", "autofs"),
                Map.entry("SOCKFS_MAGIC", "sockfs"), Map.entry("PIPEFS_MAGIC", "pipefs"),
                Map.entry("ANON_INODE_FS_MAGIC", "anon_inodefs"), Map.entry("BDEVFS_MAGIC", "bdev"),
                Map.entry("NSFS_MAGIC", "nsfs"), Map.entry("BINFMTFS_MAGIC", "binfmt_misc"),
                Map.entry("SECRETMEM_MAGIC", "secretmem"), Map.entry("DMA_BUF_MAGIC", "dmabuf"),
                Map.entry("JFFS2_SUPER_MAGIC", "jffs2"));
        assertThat(macros.values()).containsExactlyInAnyOrderElementsOf(Filesystems.MAGIC.keySet());
        Map<String, Long> header = values(List.copyOf(macros.keySet()), List.of());
        assertThat(header).hasSizeGreaterThan(35);
        header.forEach((macro, magic) -> {
            String name = java.util.Objects.requireNonNull(macros.get(macro));
            assertThat(Filesystems.MAGIC).containsEntry(name, magic);
            assertThat(Filesystems.name(magic)).contains(name);
        });
    }

    @Test
    void ioctlNumbersAreTakenApartAsTheHeaderPutsThemTogether() throws Exception {
        List<String> expressions = List.of("_IOWR('N', 0x80, char[72])", "_IO(0x12, 0)", "_IOR('u', 0x13, char[32])",
                "_IOW(0x94, 64, char[128])");
        List<String> parts = new ArrayList<>();
        Map<String, Long> header = values(List.of(), expressions);
        for (String expression : expressions) {
            int value = java.util.Objects.requireNonNull(header.get(expression)).intValue();
            parts.add(IoctlNumber.of(value).toString());
            assertThat(IoctlNumber.of(value).value()).isEqualTo(value);
        }
        assertThat(parts).containsExactly("_IOWR('N', 0x80, 72 bytes)", "_IO(0x12, 0x00)",
                "_IOR('u', 0x13, 32 bytes)", "_IOW(0x94, 0x40, 128 bytes)");
        assertThat(IoctlNumber.of(-1).value()).isEqualTo(-1);
    }
}
