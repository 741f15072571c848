ALTER TABLE `characters` ADD `category` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `characters` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `characters` ADD `source_work` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `characters` ADD `first_words` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `characters` ADD `about` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `characters_cast_by_owner` ON `characters` (`owner_id`,`id`,`name`,`category`,`tags`,`created_at`,`updated_at`);--> statement-breakpoint
CREATE INDEX `characters_cast_by_visibility` ON `characters` (`visibility`,`id`,`owner_id`,`name`,`category`,`tags`,`created_at`,`updated_at`);--> statement-breakpoint
ALTER TABLE `segments` ADD `emotion` text;--> statement-breakpoint
UPDATE `characters` SET
  `category` = coalesce(json_extract(`fields`, '$.category'), ''),
  `tags` = coalesce(json_extract(`fields`, '$.tags'), '[]'),
  `source_work` = coalesce(json_extract(`fields`, '$.source_work'), ''),
  `first_words` = coalesce(substr(json_extract(`fields`, '$.first_message'), 1, 400), ''),
  `about` = coalesce(substr(json_extract(`fields`, '$.description'), 1, 400), '');
