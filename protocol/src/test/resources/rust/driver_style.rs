//! Items in the manner of a driver's ABI module: what a `uring_cmd` payload, its pdu and its tables look like.
#![allow(dead_code, non_camel_case_types, clippy::all)]

use core::cell::{Cell, UnsafeCell};
use core::marker::{PhantomData, PhantomPinned};
use core::mem::{self, size_of, ManuallyDrop, MaybeUninit};
use core::num::{NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU8};
use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, AtomicI64, AtomicPtr, AtomicU16, AtomicU32, AtomicU64, AtomicUsize};

pub const NAME_LEN: usize = 16;
pub const QUEUES: usize = 1 << 3;
const MASK: u32 = !0 & 0xff;
const LIMIT: usize = (MASK as usize + 1) / 4 - 2 * 3 % 4;
const HEAD: usize = size_of::<Header>();
const DEEP: usize = mem::size_of::<[Header; 3]>() + core::mem::align_of::<u64>();
const BIG: u64 = u64::MAX >> 60;
const FROM_CHAR: usize = b'0' as usize;
const NEGATIVE: isize = -4;

/* a comment /* that nests */ and a struct in it: struct NotThis { a: u8 } */

/// A header; "struct Fake { x: u8 }" in a doc comment.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Header {
    pub opcode: u8,
    pub flags: u8,
    pub rsvd: u16,
    pub nsid: u32,
    pub addr: u64,
}

#[derive(Clone, Copy)]
#[repr(C, packed)]
pub struct Wire {
    pub tag: u8,
    pub length: u32,
    pub checksum: u64,
    pub tail: u16,
}

#[repr(C, packed(2))]
#[derive(Clone, Copy)]
pub struct HalfPacked {
    pub a: u8,
    pub b: u64,
    pub c: u32,
}

#[repr(packed(4), C)]
#[derive(Clone, Copy)]
pub struct QuarterPacked(pub u8, pub u64, pub u16);

#[repr(C)]
#[repr(align(64))]
#[derive(Clone, Copy)]
pub struct CacheLine {
    pub head: u32,
    pub tail: u32,
}

#[repr(C, align(2))]
#[derive(Clone, Copy)]
pub struct WeakerAlign {
    pub a: u64,
    pub b: u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Nested {
    pub first: u8,
    pub line: CacheLine,
    pub wire: Wire,
    pub half: HalfPacked,
    pub headers: [Header; 2],
    pub last: u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Names {
    pub name: [u8; NAME_LEN],
    pub alias: [[u16; NAME_LEN / 2]; QUEUES],
    pub from_head: [u8; HEAD],
    pub deep: [u8; DEEP % 7],
    pub limited: [u32; LIMIT],
    pub big: [u16; BIG as usize],
    pub chars: [u8; FROM_CHAR],
    pub shifted: [u8; (NEGATIVE + 8) as usize],
    pub none: [u64; 0],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union Word {
    pub whole: u64,
    pub halves: [u32; 2],
    pub bytes: [u8; 9],
    pub wide: u128,
}

#[repr(C, packed)]
#[derive(Clone, Copy)]
pub union PackedWord {
    pub whole: u64,
    pub bytes: [u8; 9],
}

#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Opcode {
    Flush = 0,
    Write = 1,
    Read = 0x02,
    Compare = 5,
    Last,
}

#[repr(i16)]
#[derive(Clone, Copy)]
pub enum Status {
    Good = 0,
    Bad = -1,
    Worse = i16::MIN,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub enum State {
    Idle,
    Busy = 7,
    Gone,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub enum SignedState {
    Down = -1,
    Up = 0x7fff_ffff,
}

#[repr(u64)]
#[derive(Clone, Copy)]
pub enum Wide {
    A = 1 << 40,
    B,
}

#[repr(usize)]
#[derive(Clone, Copy)]
pub enum Sized_ {
    A = 3,
}

#[repr(u8, align(4))]
#[derive(Clone, Copy)]
pub enum AlignedOpcode {
    A,
    B,
}

/// Data with the tag in front of each variant.
#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Event {
    None,
    Key(u32, u8),
    Move { x: i16, y: i16, z: u64 },
    Short(u16) = 9,
}

/// Data behind a C tag.
#[repr(C)]
#[derive(Clone, Copy)]
pub enum CEvent {
    None,
    Key(u8),
    Move { x: u16, y: u64 },
}

#[repr(C, u16)]
#[derive(Clone, Copy)]
pub enum ShortEvent {
    A(u8),
    B([u8; 5]),
    C,
}

#[repr(u32)]
#[derive(Clone, Copy)]
pub enum OneWide {
    A { byte: u8, word: u16 },
    B(u128),
}

#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Handle(pub u64);

#[repr(transparent)]
pub struct Cookie {
    pub inner: UnsafeCell<MaybeUninit<Header>>,
    pub _pin: PhantomPinned,
}

#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Marked<T> {
    pub value: u32,
    pub _of: PhantomData<T>,
}

#[repr(C)]
pub struct Pointers<'a> {
    pub raw: *mut Header,
    pub constant: *const core::ffi::c_void,
    pub reference: &'a Header,
    pub exclusive: &'a mut u8,
    pub slice: &'a [u32],
    pub text: &'static str,
    pub object: &'a dyn Fn(u32) -> u64,
    pub raw_slice: *const [u8],
    pub raw_object: *mut (dyn Send + Sync),
    pub function: extern "C" fn(*mut Header, u32) -> i32,
    pub hook: Option<unsafe extern "C" fn(*mut u8) -> u64>,
    pub maybe: Option<&'a Header>,
    pub maybe_slice: Option<&'a [Header]>,
    pub boxed: Box<Header>,
    pub maybe_box: Option<Box<u16>>,
    pub non_null: NonNull<Header>,
    pub maybe_non_null: Option<NonNull<u8>>,
    pub maybe_number: Option<NonZeroU32>,
    pub maybe_byte: Option<NonZeroU8>,
    pub number: NonZeroU64,
    pub other: core::num::NonZero<u16>,
    pub name: &'static core::ffi::CStr,
    pub end: u8,
}

#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct NeverNull<'a>(pub &'a Header);

#[repr(C)]
pub struct MaybeWrapped<'a> {
    pub small: NonZeroU16,
    pub wrapped: Option<NeverNull<'a>>,
}

#[repr(C)]
pub struct Node {
    pub next: *mut Node,
    pub previous: Option<&'static Node>,
    pub owner: Option<Box<Node>>,
    pub value: u8,
}

#[repr(C)]
pub struct Shared {
    pub flag: AtomicBool,
    pub count: AtomicU32,
    pub total: AtomicU64,
    pub small: AtomicU16,
    pub signed: AtomicI64,
    pub size: AtomicUsize,
    pub pointer: AtomicPtr<Header>,
    pub cell: Cell<u16>,
    pub dropped: ManuallyDrop<Wire>,
    pub ghost: PhantomData<Box<Node>>,
    pub unit: (),
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Numbers {
    pub a: bool,
    pub b: char,
    pub c: f32,
    pub d: f64,
    pub e: i128,
    pub f: usize,
    pub g: isize,
    pub h: i8,
    pub i: core::ffi::c_long,
    pub j: core::ffi::c_char,
    pub k: std::os::raw::c_ulonglong,
    pub l: core::ffi::c_short,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Pair<A, B = u16> {
    pub a: A,
    pub b: B,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Table<T, const N: usize, const WIDE: bool = false> {
    pub count: u8,
    pub rows: [T; N],
    pub twice: [u8; N],
}

pub type Default_ = Pair<u8>;
pub type Both = Pair<u8, Pair<u64, u8>>;
pub type Rows = Table<Header, 3>;
pub type Expr_ = Table<u32, { QUEUES * 2 }, true>;
pub type Named = Table<Opcode, NAME_LEN>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Generic {
    pub first: Default_,
    pub both: Both,
    pub rows: Rows,
    pub expr: Expr_,
    pub named: Named,
    pub inline: Table<Pair<u8, u32>, 2>,
    pub marked: Marked<u16>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Sized2 {
    pub a: [u8; Sized2::COUNT],
    pub b: [u16; Header::WORDS],
    pub c: [u8; Opcode::Compare as usize],
    pub d: [u8; core::mem::offset_of!(Header, addr)],
    pub e: [u8; u8::MAX as usize],
    pub f: [u8; u32::BITS as usize],
}

impl Sized2 {
    pub const COUNT: usize = Self::HALF * 2;
    const HALF: usize = 5;
}

impl Header {
    pub const WORDS: usize = size_of::<Self>() / 4;
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Conditional {
    pub always: u8,
    #[cfg(target_pointer_width = "64")]
    pub wide: u64,
    #[cfg(target_pointer_width = "32")]
    pub narrow: u32,
    #[cfg(all(unix, not(windows), any(target_arch = "x86_64", target_os = "linux")))]
    pub more: u32,
    #[cfg(not(target_endian = "little"))]
    pub big: [u64; 4],
}

#[cfg_attr(target_os = "linux", repr(C, align(32)))]
#[cfg_attr(windows, repr(C, packed))]
#[derive(Clone, Copy)]
pub struct ByTarget {
    pub a: u8,
    pub b: u16,
}

#[cfg(target_endian = "big")]
#[repr(C)]
pub struct Twice {
    pub a: u64,
}

#[cfg(target_endian = "little")]
#[repr(C)]
pub struct Twice {
    pub a: u16,
}

pub mod abi {
    use super::Header;
    pub const ENTRIES: usize = super::QUEUES / 2;

    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct Ring {
        pub entries: [inner::Entry; ENTRIES],
        pub head: Header,
        pub up: super::Wire,
    }

    pub mod inner {
        use crate::{abi as outer, Word as W};
        use super::super::*;

        #[repr(C)]
        #[derive(Clone, Copy)]
        pub struct Entry {
            pub size: [u8; outer::ENTRIES],
            pub word: W,
            pub state: State,
            pub path: crate::HalfPacked,
            pub own: self::Own,
        }

        #[repr(C)]
        #[derive(Clone, Copy)]
        pub struct Own {
            pub r#type: u8,
            pub r#match: u32,
        }
    }
}

pub use abi::inner::Own as OwnAlias;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Imported {
    pub lead: u8,
    pub own: OwnAlias,
    pub ring: abi::Ring,
}

macro_rules! passes {
    ($($item:item)*) => { $($item)* };
}

passes! {
    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct InMacro {
        pub a: u8,
        pub b: u32,
    }
}

pub static GREETING: &str = r#"struct InString { "quoted": u8 }"#;
pub static LIFE: &[char] = &['{', '\'', '"'];

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Empty {}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Unit;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WithEmpty {
    pub a: u8,
    pub empty: Empty,
    pub unit: Unit,
    pub aligner: [u64; 0],
    pub b: u8,
}

#[repr(C)]
pub struct Flexible {
    pub count: u32,
    pub data: [u16; 0],
}

#[repr(C)]
pub struct Tail<T: ?Sized> {
    pub count: u8,
    pub rest: T,
}

pub type TailOf<T> = Tail<[T]>;

#[repr(C)]
pub struct Fat<'a> {
    pub wide: &'a TailOf<u8>,
    pub thin: &'a Tail<[u8; 3]>,
    pub raw: *const TailOf<u64>,
    pub end: u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct OwnLength {
    pub a: [u8; Self::LENGTH],
    pub b: [u16; Self::LENGTH + 1],
}

impl OwnLength {
    const LENGTH: usize = 3;
}
