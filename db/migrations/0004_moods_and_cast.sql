ALTER TABLE `characters` ADD `category` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `characters` ADD `tags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `segments` ADD `emotion` text;--> statement-breakpoint
UPDATE `characters` SET `category` = coalesce(json_extract(`fields`, '$.category'), ''), `tags` = coalesce(json_extract(`fields`, '$.tags'), '[]');
