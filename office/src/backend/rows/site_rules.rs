entity! {
    "site_rules" {
        #[sea_orm(primary_key, auto_increment = false)]
        site_id: Uuid,
        body: String,
        version: i32,
    }
}
