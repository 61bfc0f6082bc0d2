import { REPOSITORY } from "./view.js";

/**
 * Whoever is in a chroot cannot make user namespaces (user_namespaces(7)). In one of its own a check would be root again: it could
 * mount as much memory as there is, and reach more of the kernel. So the whole view is mounted once more, and entered there.
 */
export const ENCLOSURE = "/enclosure";
export const MAKE_ENCLOSURE = `mount --rbind / ${ENCLOSURE}`;
export const ENTER_ENCLOSURE = `chroot ${ENCLOSURE} env -u OLDPWD --chdir=${REPOSITORY}`;
