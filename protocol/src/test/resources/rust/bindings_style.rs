//! Items in the manner of what a bindings generator makes of C headers.
#![allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, clippy::all)]

pub type __u8 = ::std::os::raw::c_uchar;
pub type __u16 = ::std::os::raw::c_ushort;
pub type __u32 = ::std::os::raw::c_uint;
pub type __s32 = ::std::os::raw::c_int;
pub type __u64 = ::std::os::raw::c_ulonglong;
pub type __le64 = __u64;
pub type __kernel_size_t = ::std::os::raw::c_ulong;
pub type size_t = __kernel_size_t;
pub type colour = ::std::os::raw::c_uint;
pub const colour_RED: colour = 0;
pub const colour_BLUE: colour = 7;
pub const SLOT_COUNT: u32 = 12;
pub const NAME_MAX_: __u32 = 0x20;

#[repr(C)]
#[derive(Default)]
pub struct __IncompleteArrayField<T>(::std::marker::PhantomData<T>, [T; 0]);

#[repr(C)]
#[derive(Copy, Clone, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct __BindgenBitfieldUnit<Storage> {
    storage: Storage,
}

impl<Storage> __BindgenBitfieldUnit<Storage>
where
    Storage: AsRef<[u8]> + AsMut<[u8]>,
{
    #[inline]
    pub fn get_bit(&self, index: usize) -> bool {
        debug_assert!(index / 8 < self.storage.as_ref().len());
        let byte = self.storage.as_ref()[index / 8];
        let mask = 1 << (index % 8);
        byte & mask == mask
    }
}

#[repr(C)]
pub struct __BindgenUnionField<T>(::std::marker::PhantomData<T>);

#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct passthrough {
    pub opcode: __u8,
    pub flags: __u8,
    pub rsvd1: __u16,
    pub nsid: __u32,
    pub cdw2: __u32,
    pub cdw3: __u32,
    pub metadata: __u64,
    pub addr: __u64,
    pub metadata_len: __u32,
    pub data_len: __u32,
    pub cdw10: __u32,
    pub timeout_ms: __u32,
    pub rsvd2: __u32,
}

#[repr(C)]
#[derive(Copy, Clone)]
pub struct submission {
    pub opcode: __u8,
    pub ioprio: __u16,
    pub fd: __s32,
    pub __bindgen_anon_1: submission__bindgen_ty_1,
    pub __bindgen_anon_2: submission__bindgen_ty_2,
    pub len: __u32,
    pub tail: __IncompleteTail,
}

#[repr(C)]
#[derive(Copy, Clone)]
pub union submission__bindgen_ty_1 {
    pub off: __u64,
    pub addr2: __u64,
    pub __bindgen_anon_1: submission__bindgen_ty_1__bindgen_ty_1,
}

#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct submission__bindgen_ty_1__bindgen_ty_1 {
    pub cmd_op: __u32,
    pub __pad1: __u32,
}

#[repr(C)]
#[derive(Copy, Clone)]
pub union submission__bindgen_ty_2 {
    pub small: __u16,
    pub bytes: [__u8; 3usize],
}

#[repr(C)]
#[derive(Copy, Clone)]
pub struct __IncompleteTail {
    pub cmd: [__u8; 0usize],
}

#[repr(C)]
pub struct flexible {
    pub n: __u16,
    pub entries: __IncompleteArrayField<__u64>,
}

#[repr(C, packed)]
#[derive(Copy, Clone)]
pub struct bits {
    pub first: __u8,
    pub _bitfield_align_1: [u8; 0],
    pub _bitfield_1: __BindgenBitfieldUnit<[u8; 3usize]>,
    pub second: __le64,
}

#[repr(C)]
#[repr(align(4))]
#[derive(Copy, Clone)]
pub struct aligned_bits {
    pub _bitfield_align_1: [u16; 0],
    pub _bitfield_1: __BindgenBitfieldUnit<[u8; 4usize]>,
    pub __bindgen_padding_0: [u8; 2usize],
    pub colour: colour,
    pub name: [::std::os::raw::c_char; 32usize],
}

#[repr(C)]
pub struct opaque_handle {
    _unused: [u8; 0],
}

#[repr(C)]
#[derive(Copy, Clone)]
pub struct operations {
    pub open: ::std::option::Option<
        unsafe extern "C" fn(handle: *mut opaque_handle, flags: ::std::os::raw::c_int) -> ::std::os::raw::c_int,
    >,
    pub read: ::std::option::Option<unsafe extern "C" fn(buffer: *mut ::std::os::raw::c_void, n: size_t) -> isize>,
    pub owner: *mut opaque_handle,
    pub name: *const ::std::os::raw::c_char,
    pub slots: [*mut ::std::os::raw::c_void; SLOT_COUNT as usize],
    pub label: [u8; NAME_MAX_ as usize + 1],
}

#[repr(C)]
pub struct union_as_struct {
    pub a: __BindgenUnionField<__u64>,
    pub b: __BindgenUnionField<[__u8; 24usize]>,
    pub bindgen_union_field: [u64; 3usize],
}

#[repr(u32)]
#[derive(Debug, Copy, Clone, PartialEq, Eq, Hash)]
pub enum kind {
    KIND_A = 0,
    KIND_B = 4294967295,
}

pub mod netlink {
    pub type Type = ::std::os::raw::c_ushort;
    pub const REQUEST: Type = 1;
    #[repr(C)]
    #[derive(Copy, Clone)]
    pub struct header {
        pub len: super::__u32,
        pub type_: Type,
        pub flags: super::__u16,
        pub kind: super::kind,
    }
}

#[repr(C)]
#[derive(Copy, Clone)]
pub struct message {
    pub header: netlink::header,
    pub wide: u128,
    pub __bindgen_align: [u32; 0usize],
    pub d: f64,
    pub last: bool,
}
