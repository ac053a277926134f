//! A cloud PC as libvirt's document: made of checked values, read by a parser of XML.

use crate::{backend::cloud_pcs::provider::Handle, model::provider::LibvirtSettings};
use roxmltree::{Document, Node};
use std::path::PathBuf;
use uuid::Uuid;

/// Under which name our notes stand in a domain's metadata.
const NOTES: &str = "https://jari.example/libvirt/1";

/// How the names of this office's domains begin. Others, and those of other offices, are none of our business.
pub fn prefix(deployment: Uuid) -> String {
    format!("jari-{}-", &deployment.simple().to_string()[..8])
}

/// A cloud PC to be made.
pub struct Domain<'a> {
    /// Which office's it is.
    pub deployment: Uuid,
    /// Which session's attempt.
    pub handle: &'a Handle,
    /// What it is made of.
    pub settings: &'a LibvirtSettings,
    /// What runs it.
    pub guest: &'a Guest,
    /// The volume with the person's disk, if it has one.
    pub volume: Option<&'a str>,
}

impl Domain<'_> {
    /// Its document. Every value in it is a number, an id or a checked name, so nothing has to be escaped.
    pub fn written(&self) -> String {
        let name = format!("{}{}", prefix(self.deployment), self.handle.0);
        // The same name is always the same domain: made twice it is one.
        let uuid = Uuid::new_v5(&self.deployment, name.as_bytes());
        let (deployment, handle) = (self.deployment, &self.handle.0);
        let LibvirtSettings { memory_mib, cpus, pool, network, .. } = self.settings;
        let Guest { kind, arch } = self.guest;
        let disk = self.volume.map(|volume| {
            format!(
                "<disk type='volume' device='disk'><driver name='qemu' type='qcow2'/>\
                 <source pool='{pool}' volume='{volume}'/><target dev='vda' bus='virtio'/></disk>"
            )
        });
        let line = (!network.is_empty()).then(|| {
            format!("<interface type='network'><source network='{network}'/><model type='virtio'/></interface>")
        });
        format!(
            "<domain type='{kind}'><name>{name}</name><uuid>{uuid}</uuid>\
             <metadata><jari:cloud-pc xmlns:jari='{NOTES}' deployment='{deployment}' handle='{handle}'/></metadata>\
             <memory unit='MiB'>{memory_mib}</memory><vcpu>{cpus}</vcpu>\
             <os><type arch='{arch}'>hvm</type></os><features><acpi/></features>\
             <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>\
             <devices>{}{}<graphics type='vnc'><listen type='socket'/></graphics>\
             <video><model type='vga'/></video></devices></domain>",
            disk.unwrap_or_default(),
            line.unwrap_or_default(),
        )
    }
}

/// What a domain's document tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Which office's it is and its handle there, if it is a cloud PC of one.
    pub ours: Option<(Uuid, Handle)>,
    /// The socket of its screen, while it runs.
    pub screen: Option<PathBuf>,
}

/// Reads a domain's document; what can't be read tells nothing.
pub fn told(xml: &str) -> Told {
    let Ok(document) = Document::parse(xml) else { return Told::default() };
    let notes = document.descendants().find(|node| node.has_tag_name((NOTES, "cloud-pc")));
    let ours = notes.and_then(|node| {
        Some((node.attribute("deployment")?.parse().ok()?, Handle(node.attribute("handle")?.to_owned())))
    });
    let graphics = document.descendants().find(|node| is(node, "graphics") && node.attribute("type") == Some("vnc"));
    let listens = |node: Node<'_, '_>| {
        let socket = node.children().find(|child| is(child, "listen") && child.attribute("type") == Some("socket"))?;
        socket.attribute("socket").map(PathBuf::from)
    };
    Told { ours, screen: graphics.and_then(listens) }
}

/// What runs virtual machines on a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// `kvm`, `qemu` or another kind of domain.
    pub kind: String,
    /// The processor it is.
    pub arch: String,
}

impl Guest {
    /// Whether its processor is emulated in software.
    pub fn is_emulated(&self) -> bool {
        self.kind == "qemu"
    }
}

/// The best way in which a host runs whole machines, from what it says that it can; `None` if it can't.
pub fn guest(capabilities: &str) -> Option<Guest> {
    let document = Document::parse(capabilities).ok()?;
    let arches = ["x86_64", "aarch64", "i686"];
    let mut found: Vec<(bool, usize, Guest)> = Vec::new();
    for guest in document.descendants().filter(|node| is(node, "guest")) {
        let whole = guest.children().any(|node| is(&node, "os_type") && node.text() == Some("hvm"));
        for arch in guest.children().filter(|node| whole && is(node, "arch")) {
            let name = arch.attribute("name").unwrap_or_default();
            let Some(rank) = arches.iter().position(|one| *one == name) else { continue };
            for domain in arch.children().filter(|node| is(node, "domain")) {
                let kind = plain(domain.attribute("type").unwrap_or_default());
                found.extend(kind.map(|kind| (kind != "kvm", rank, Guest { kind, arch: name.to_owned() })));
            }
        }
    }
    found.sort_by_key(|(slow, rank, _)| (*slow, *rank));
    found.into_iter().next().map(|(.., guest)| guest)
}

/// A volume: how much it holds in bytes, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Bytes.
    pub capacity: u64,
    /// `qcow2`, `raw` and others.
    pub format: String,
}

/// Reads a volume's document.
pub fn volume(xml: &str) -> Option<Volume> {
    let document = Document::parse(xml).ok()?;
    let capacity = document.root_element().children().find(|node| is(node, "capacity"))?;
    let in_bytes = capacity.attribute("unit").is_none_or(|unit| unit == "bytes");
    let target = document.root_element().children().find(|node| is(node, "target"));
    let format = target.and_then(|node| node.children().find(|child| is(child, "format"))?.attribute("type"));
    Some(Volume {
        capacity: capacity.text()?.trim().parse().ok().filter(|_| in_bytes)?,
        format: plain(format.unwrap_or("raw"))?,
    })
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// A word of letters, digits and dashes.
fn plain(word: &str) -> Option<String> {
    let fits = !word.is_empty() && word.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
    fits.then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> LibvirtSettings {
        LibvirtSettings {
            uri: "qemu:///session".into(),
            user: String::new(),
            memory_mib: 64,
            cpus: 2,
            pool: "default".into(),
            image: String::new(),
            network: String::new(),
            shutdown_seconds: 0,
        }
    }

    #[test]
    fn what_is_written_can_be_read_and_names_whose_it_is() {
        let (deployment, handle) = (Uuid::from_u128(7), Handle("0198a5e2-8f1c-7d3a-9b60-2f6a4c1d7e11-3".into()));
        let guest = Guest { kind: "kvm".into(), arch: "x86_64".into() };
        let domain = Domain {
            deployment,
            handle: &handle,
            settings: &LibvirtSettings { network: "office".into(), ..settings() },
            guest: &guest,
            volume: Some("jari-1.qcow2"),
        };
        let written = domain.written();
        assert_eq!(told(&written), Told { ours: Some((deployment, handle.clone())), screen: None });
        assert!(written.contains(&format!("<name>jari-00000000-{}</name>", handle.0)), "{written}");
        assert!(written.contains("volume='jari-1.qcow2'") && written.contains("network='office'"), "{written}");
        assert_eq!(domain.written(), written, "made twice it is another");
        let bare = Domain { settings: &settings(), volume: None, ..domain }.written();
        assert!(!bare.contains("<disk") && !bare.contains("<interface"), "{bare}");
    }

    #[test]
    fn a_screen_is_where_the_running_domain_says() {
        let xml = "<domain><devices><graphics type='spice'><listen type='socket' socket='/no'/></graphics>
            <graphics type='vnc' socket='/a b/vnc.sock'><listen type='socket' socket='/a b/vnc.sock'/></graphics></devices></domain>";
        assert_eq!(told(xml).screen, Some(PathBuf::from("/a b/vnc.sock")));
        assert_eq!(
            told("<domain><devices><graphics type='vnc'><listen type='socket'/></graphics></devices></domain>").screen,
            None
        );
        assert_eq!(told("no xml"), Told::default());
    }

    #[test]
    fn somebody_elses_notes_are_not_ours() {
        let xml = "<domain><metadata><x:cloud-pc xmlns:x='https://other.example' deployment='x' handle='y'/></metadata></domain>";
        assert_eq!(told(xml).ours, None);
    }

    #[test]
    fn hardware_goes_before_software_and_whole_machines_before_none() {
        let arch = |name: &str, kinds: &str| {
            let domains: String = kinds.split(' ').map(|kind| format!("<domain type='{kind}'/>")).collect();
            format!("<guest><os_type>hvm</os_type><arch name='{name}'><wordsize>64</wordsize>{domains}</arch></guest>")
        };
        let host = |guests: &str| guest(&format!("<capabilities><host/>{guests}</capabilities>"));
        let (small, large) = (arch("i686", "qemu kvm"), arch("x86_64", "qemu kvm"));
        assert_eq!(host(&format!("{small}{large}")), Some(Guest { kind: "kvm".into(), arch: "x86_64".into() }));
        assert!(host(&arch("x86_64", "qemu")).unwrap().is_emulated());
        assert_eq!(host(&arch("i686", "test")).unwrap().kind, "test");
        assert_eq!(host(&arch("riscv64", "qemu")), None);
        assert_eq!(host("<guest><os_type>exe</os_type><arch name='x86_64'><domain type='lxc'/></arch></guest>"), None);
    }

    #[test]
    fn a_volume_says_how_large_it_is() {
        let xml = "<volume type='file'><name>a</name><capacity unit='bytes'>1048576</capacity>
            <target><path>/p</path><format type='qcow2'/></target></volume>";
        assert_eq!(volume(xml), Some(Volume { capacity: 1_048_576, format: "qcow2".into() }));
        assert_eq!(volume("<volume/>"), None);
    }
}
