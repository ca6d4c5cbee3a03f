variable "name" {
  description = "What all resources are named after"
  type        = string
  default     = "signalbox"
}

variable "database_url_secret" {
  description = "Name or ARN of a secret of Secrets Manager whose text is the address of the database: postgres://USER:PASSWORD@HOST/DATABASE?sslmode=verify-full"
  type        = string
}

variable "subnet_ids" {
  description = "From where the database, or its RDS Proxy, can be reached"
  type        = list(string)
}

variable "security_group_ids" {
  description = "What the functions that reach the database belong to"
  type        = list(string)
}

variable "database_service_instances_most" {
  description = "Each has two connections to the database"
  type        = number
  default     = 20
}

variable "report_queue_instances_most" {
  description = "A database commits one batch at a time, so that more of them would only wait"
  type        = number
  default     = 5
}

variable "console_authorizer_arn" {
  description = "ARN of a function of your own that lets people in (a Lambda authorizer, payload 2.0, simple answers). Without one, only requests that are signed by AWS credentials are let in."
  type        = string
  default     = ""
}

variable "console_identity_source" {
  description = "What the authorizer judges; a request without it is refused"
  type        = string
  default     = "$request.header.cookie"
}

variable "console_host" {
  description = "A host name of your own under which the console is reached too"
  type        = string
  default     = ""
}

variable "log_days" {
  description = "How long logs are kept"
  type        = number
  default     = 30
}

variable "alarm_topic_arn" {
  description = "Where to tell that reports lie in the dead-letter queue"
  type        = string
  default     = ""
}
