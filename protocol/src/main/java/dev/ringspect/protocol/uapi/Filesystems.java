package dev.ringspect.protocol.uapi;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Filesystems by their {@code s_magic} ({@code linux/magic.h}). */
public final class Filesystems {
    /** The names that {@code mount -t} and {@code on filesystem} use, with the magic number of each. */
    public static final Map<String, Long> MAGIC = Map.ofEntries(Map.entry("ext4", 0xEF53L),
            Map.entry("btrfs", 0x9123683EL), Map.entry("xfs", 0x58465342L), Map.entry("f2fs", 0xF2F52010L),
            Map.entry("tmpfs", 0x01021994L), Map.entry("ramfs", 0x858458F6L), Map.entry("overlay", 0x794C7630L),
            Map.entry("fuse", 0x65735546L), Map.entry("nfs", 0x6969L), Map.entry("cifs", 0xFF534D42L),
            Map.entry("smb2", 0xFE534D42L), Map.entry("9p", 0x01021997L), Map.entry("ceph", 0x00C36400L),
            Map.entry("squashfs", 0x73717368L), Map.entry("erofs", 0xE0F5E1E2L), Map.entry("vfat", 0x4D44L),
            Map.entry("exfat", 0x2011BAB0L), Map.entry("iso9660", 0x9660L), Map.entry("udf", 0x15013346L),
            Map.entry("ocfs2", 0x7461636FL), Map.entry("nilfs2", 0x3434L), Map.entry("zonefs", 0x5A4F4653L),
            Map.entry("hugetlbfs", 0x958458F6L), Map.entry("proc", 0x9FA0L), Map.entry("sysfs", 0x62656572L),
            Map.entry("debugfs", 0x64626720L), Map.entry("tracefs", 0x74726163L), Map.entry("cgroup2", 0x63677270L),
            Map.entry("bpf", 0xCAFE4A11L), Map.entry("devpts", 0x1CD1L), Map.entry("autofs", 0x0187L),
            Map.entry("sockfs", 0x534F434BL), Map.entry("pipefs", 0x50495045L), Map.entry("anon_inodefs", 0x09041934L),
            Map.entry("bdev", 0x62646576L), Map.entry("nsfs", 0x6E736673L), Map.entry("binfmt_misc", 0x42494E4DL),
            Map.entry("secretmem", 0x5345434DL), Map.entry("dmabuf", 0x444D4142L), Map.entry("jffs2", 0x72B6L));

    private static final Map<Long, String> NAMES = names();

    private Filesystems() {}

    /** The name of the filesystem with that magic number, empty when it has none here. */
    public static Optional<String> name(long magic) {
        return Optional.ofNullable(NAMES.get(magic));
    }

    private static Map<Long, String> names() {
        Map<Long, String> names = new HashMap<>();
        MAGIC.forEach((name, magic) -> names.put(magic, name));
        return Map.copyOf(names);
    }
}
