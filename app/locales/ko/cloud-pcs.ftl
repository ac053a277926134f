# cloud-pcs
