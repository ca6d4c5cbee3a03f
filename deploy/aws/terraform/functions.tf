# docs/lambda.md says how to use this, and what was checked of it.

data "aws_secretsmanager_secret_version" "database_url" {
  secret_id = var.database_url_secret
}

data "archive_file" "bundles" {
  type        = "zip"
  source_dir  = "${path.module}/../../../backend/dist/lambda"
  output_path = "${path.module}/.terraform/signalbox-lambda.zip"
}

locals {
  database_host = replace(aws_apigatewayv2_api.service["database-service"].api_endpoint, "https://", "")
  console_host  = replace(aws_apigatewayv2_api.service["event-service"].api_endpoint, "https://", "")

  database_environment = {
    SIGNALBOX_DATABASE_URL = data.aws_secretsmanager_secret_version.database_url.secret_string
    # With those of RDS.
    NODE_EXTRA_CA_CERTS = "/var/runtime/ca-cert.pem"
  }

  environments = {
    "database-service" = merge(local.database_environment, {
      SIGNALBOX_ALLOWED_HOSTS = local.database_host
    })
    "event-service" = {
      SIGNALBOX_DATABASE_SERVICE_URL = aws_apigatewayv2_api.service["database-service"].api_endpoint
      SIGNALBOX_SIGN_CALLS_FOR       = "execute-api"
      SIGNALBOX_ALLOWED_HOSTS        = join(",", compact([local.console_host, var.console_host]))
    }
    "report-queue" = local.database_environment
  }

  functions = {
    "database-service" = { in_vpc = true, instances_most = var.database_service_instances_most }
    "event-service"    = { in_vpc = false, instances_most = -1 }
    "report-queue"     = { in_vpc = true, instances_most = -1 }
  }
}

resource "aws_lambda_function" "function" {
  for_each = local.functions

  function_name = "${var.name}-${each.key}"
  role          = aws_iam_role.function[each.key].arn
  handler       = "${each.key}.handler"
  runtime       = "nodejs24.x"
  architectures = ["arm64"]
  # Of it follows the CPU, and so the cold start: some 0.6 of a core.
  memory_size = 1024
  # A gateway waits no longer.
  timeout                        = 29
  reserved_concurrent_executions = each.value.instances_most
  filename                       = data.archive_file.bundles.output_path
  source_code_hash               = data.archive_file.bundles.output_base64sha256

  environment {
    variables = local.environments[each.key]
  }

  dynamic "vpc_config" {
    for_each = each.value.in_vpc ? [1] : []

    content {
      subnet_ids         = var.subnet_ids
      security_group_ids = var.security_group_ids
    }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function[each.key].name
  }

  depends_on = [aws_iam_role_policy_attachment.logs, aws_iam_role_policy_attachment.vpc]
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = local.functions

  name              = "/aws/lambda/${var.name}-${each.key}"
  retention_in_days = var.log_days
}
