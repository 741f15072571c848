CREATE TABLE `card_voices` (
	`id` text PRIMARY KEY NOT NULL,
	`character_id` text NOT NULL,
	`name` text NOT NULL,
	`language` text NOT NULL,
	`clips` text NOT NULL,
	`bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`character_id`) REFERENCES `characters`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `card_voices_character_id_unique` ON `card_voices` (`character_id`);--> statement-breakpoint
ALTER TABLE `voices` ADD `may_travel` integer DEFAULT false NOT NULL;