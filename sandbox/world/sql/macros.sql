-- T-SQL semantics as DuckDB macros, created once in memory.main; every connection has memory.main in its search_path.
-- TIMESTAMP_MS stands for datetime, TIMESTAMP for datetime2, TIMESTAMP_S for smalldatetime, TIMESTAMPTZ for datetimeoffset, UTINYINT for tinyint,
-- BOOLEAN for bit. error('E<number> text') becomes that SQL Server error in the engine. The connection is in variables (login, db_name, session); the spid and
-- the clock of the session that it works for come from the functions x_spid, x_utc_now and x_local_now, so that a planned statement can be run again later.
-- Types are asked with typeof() and NOT with typed overloads: DuckDB 1.5 chooses the overload before it knows the type of an aggregate, an alias or an
-- outer column, takes VARCHAR then, and says nothing.

-- dates ----------------------------------------------------------------------------------------------------------------------
-- list_transform([x], lambda v: …)[1] names x once: macros are pasted text and nested ones grow exponentially otherwise
CREATE MACRO t_dtext(x) AS list_transform([x], lambda v: CASE
    WHEN regexp_full_match(v, '\d{8}( .*)?') THEN CAST(v[1:4] || '-' || v[5:6] || '-' || v[7:8] || v[9:] AS TIMESTAMP)
    WHEN regexp_full_match(v, '\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,7})?)?)?') THEN CAST(v AS TIMESTAMP)
    WHEN v IS NOT NULL THEN error('E241 Conversion failed when converting date and/or time from character string.') END)[1];
CREATE MACRO t_dt(x) AS list_transform([x], lambda w: CASE WHEN typeof(w) = 'VARCHAR' THEN t_dtext(CAST(w AS VARCHAR)) ELSE TRY_CAST(w AS TIMESTAMP) END)[1];
CREATE MACRO t_datetime(x) AS make_timestamp_ms(CAST(round(round(epoch_us(t_dt(x)) * 0.0003) / 0.3) AS BIGINT))::TIMESTAMP_MS;  -- 1/300 s
CREATE MACRO t_sysutcdatetime() AS x_utc_now(getvariable('session'));
CREATE MACRO t_sysdatetime() AS x_local_now(getvariable('session'));
CREATE MACRO t_sysdatetimeoffset() AS t_sysutcdatetime()::TIMESTAMPTZ;
CREATE MACRO t_getutcdate() AS t_datetime(t_sysutcdatetime());
CREATE MACRO t_getdate() AS t_datetime(t_sysdatetime());
CREATE MACRO t_datediff_big(p, a, b) AS date_diff(p, t_dt(a), t_dt(b));
CREATE MACRO t_datediff(p, a, b) AS list_transform([t_datediff_big(p, a, b)], lambda v: CASE WHEN abs(v) > 2147483647
    THEN error('E535 The datediff function resulted in an overflow.') ELSE CAST(v AS INTEGER) END)[1];
CREATE MACRO t_datepart(p, d) AS CAST(date_part(p, t_dt(d)) AS INTEGER);

-- comparisons are DuckDB's own (nocase collation; the engine cuts trailing blanks off literals and parameters) but for two -----
CREATE MACRO t_cmp8(x, l) AS list_transform([x], lambda w: CASE WHEN typeof(w) = 'VARCHAR' THEN CASE WHEN CAST(w AS VARCHAR) < l THEN -1 WHEN CAST(w AS VARCHAR) = l THEN 0 WHEN CAST(w AS VARCHAR) > l THEN 1 END
    ELSE CASE WHEN CAST(CAST(w AS VARCHAR) AS TIMESTAMP) < t_dtext(l) THEN -1 WHEN CAST(CAST(w AS VARCHAR) AS TIMESTAMP) = t_dtext(l) THEN 0 WHEN w IS NOT NULL THEN 1 END END)[1];   -- date < '19010101'
CREATE MACRO t_like(s, p) AS regexp_full_match(s, replace(replace(replace(replace(replace(regexp_replace(regexp_replace(
    replace(replace(replace(p, '[%]', chr(1)), '[_]', chr(2)), '[[]', chr(3)),
    '([.$*+?(){}|\\])', '\\\1', 'g'), '(^|[^\[])\^', '\1\\^', 'g'), '%', '.*'), '_', '.'), chr(1), '%'), chr(2), '_'), chr(3), '\['), 'is');

-- arithmetic and aggregates ----------------------------------------------------------------------------------------------------
CREATE MACRO t_cat(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: CASE WHEN (v.a IS NOT NULL AND typeof(v.a) <> 'VARCHAR') OR (v.b IS NOT NULL AND typeof(v.b) <> 'VARCHAR')
    THEN error('E245 Conversion failed when converting the varchar value to data type int.') ELSE v.a || v.b END)[1];
CREATE MACRO t_div(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: CASE WHEN v.b = 0 THEN error('E8134 Divide by zero error encountered.') ELSE v.a / v.b END)[1];   -- needs SET integer_division = true
CREATE MACRO t_mod(a, b) AS list_transform([{'a': a, 'b': b}], lambda v: CASE WHEN v.b = 0 THEN error('E8134 Divide by zero error encountered.') ELSE v.a % v.b END)[1];
-- SUM keeps the type (int: int, bigint: bigint, with overflow); DuckDB's own sum gives HUGEINT
CREATE MACRO t_sumlist(l) AS list_transform([list_filter(l, lambda z: z IS NOT NULL)], lambda s: CASE WHEN len(s) > 0 THEN list_reduce(s, lambda p, q: p + q) END)[1];
CREATE MACRO t_sum(x) AS t_sumlist(list(x + 0::INTEGER));
CREATE MACRO t_sum_distinct(x) AS t_sumlist(list(DISTINCT x + 0::INTEGER));
CREATE MACRO t_nobit(x) AS list_transform([x], lambda w: CASE WHEN typeof(w) = 'BOOLEAN' THEN error('E8117 Operand data type bit is invalid for this operator.') ELSE w END)[1];
CREATE MACRO t_count_distinct(x) AS count(DISTINCT list_transform([x], lambda w: CASE WHEN typeof(w) = 'VARCHAR' THEN lower(rtrim(CAST(w AS VARCHAR))) ELSE CAST(w AS VARCHAR) END)[1]);

-- conversions: through text, so that one macro serves every type -----------------------------------------------------------------
CREATE MACRO t_inttext(x) AS list_transform([x], lambda w: CASE WHEN trim(w) = '' THEN '0' WHEN regexp_full_match(w, '\s*[+-]?\d+\s*') THEN trim(w)
    WHEN w IS NOT NULL THEN error('E245 Conversion failed when converting the varchar value to data type int.') END)[1];
CREATE MACRO t_num(x) AS list_transform([x], lambda y: CASE WHEN typeof(y) IN ('INTEGER', 'BIGINT', 'SMALLINT', 'UTINYINT') THEN CAST(y AS VARCHAR) WHEN typeof(y) = 'VARCHAR' THEN t_inttext(CAST(y AS VARCHAR)) WHEN typeof(y) = 'BOOLEAN' THEN CASE CAST(y AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' END
    WHEN typeof(y) IN ('DOUBLE', 'FLOAT') THEN CAST(CAST(trunc(CAST(CAST(y AS VARCHAR) AS DOUBLE)) AS HUGEINT) AS VARCHAR)
    ELSE regexp_replace(regexp_replace(CAST(y AS VARCHAR), '\..*$', ''), '^-?$', '0') END)[1];   -- T-SQL cuts, DuckDB rounds
CREATE MACRO t_bit(x) AS list_transform([x], lambda y: CASE WHEN typeof(y) = 'BOOLEAN' THEN CAST(CAST(y AS VARCHAR) AS BOOLEAN) WHEN typeof(y) = 'VARCHAR' THEN CASE lower(trim(CAST(y AS VARCHAR))) WHEN 'true' THEN true WHEN 'false' THEN false ELSE t_inttext(CAST(y AS VARCHAR)) <> '0' END
    ELSE CAST(CAST(y AS VARCHAR) AS DOUBLE) <> 0 END)[1];
CREATE MACRO t_str(x) AS list_transform([x], lambda w: CASE WHEN w IS NULL THEN NULL WHEN typeof(w) IN ('DOUBLE', 'FLOAT', 'BLOB', 'DATE') OR typeof(w) LIKE 'TIMESTAMP%' THEN error('E50000 sandbox: this type to text (dates need style 126, 120 or 121)')
    WHEN typeof(w) = 'BOOLEAN' THEN CASE CAST(w AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' END WHEN typeof(w) = 'UUID' THEN upper(CAST(w AS VARCHAR)) ELSE CAST(w AS VARCHAR) END)[1];
CREATE MACRO t_fit(x, n) AS list_transform([x], lambda w: list_transform([t_str(w)], lambda v: CASE WHEN typeof(w) = 'VARCHAR' OR length(v) <= n THEN v[1:n] WHEN v IS NOT NULL THEN error('E8115 Arithmetic overflow error converting expression to data type varchar.') END)[1])[1];
CREATE MACRO t_cut(s, n) AS left(s, n);
CREATE MACRO t_style(x, ms, us, zone) AS list_transform([x], lambda v: CASE WHEN typeof(v) = 'TIMESTAMP_MS' THEN strftime(TRY_CAST(v AS TIMESTAMP), ms)
    WHEN typeof(v) = 'TIMESTAMP' THEN strftime(TRY_CAST(v AS TIMESTAMP), us) WHEN typeof(v) = 'TIMESTAMP WITH TIME ZONE' THEN strftime(TRY_CAST(v AS TIMESTAMP), us) || zone
    WHEN v IS NOT NULL THEN error('E50000 sandbox: CONVERT style of this type') END)[1];
CREATE MACRO t_str126(x) AS regexp_replace(t_style(x, '%Y-%m-%dT%H:%M:%S.%g', '%Y-%m-%dT%H:%M:%S.%f0', '+00:00'), '\.000$', '');
CREATE MACRO t_str121(x) AS t_style(x, '%Y-%m-%d %H:%M:%S.%g', '%Y-%m-%d %H:%M:%S.%f0', ' +00:00');
CREATE MACRO t_str120(x) AS t_style(x, '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M:%S', ' +00:00');
CREATE MACRO t_str112(x) AS t_style(x, '%Y%m%d', '%Y%m%d', '');
CREATE MACRO t_str23(x) AS t_style(x, '%Y-%m-%d', '%Y-%m-%d', '');

-- text -----------------------------------------------------------------------------------------------------------------------------
CREATE MACRO t_len(s) AS CAST(length(rtrim(s)) AS INTEGER);
CREATE MACRO t_charindex(f, s) AS CAST(CASE WHEN f = '' THEN 0 ELSE instr(lower(s), lower(f)) END AS INTEGER),
  (f, s, p) AS CAST(CASE WHEN f = '' OR instr(lower(s[greatest(p, 1):]), lower(f)) = 0 THEN 0 ELSE instr(lower(s[greatest(p, 1):]), lower(f)) + greatest(p, 1) - 1 END AS INTEGER);
CREATE MACRO t_left(s, n) AS CASE WHEN n < 0 THEN error('E536 Invalid length parameter passed to the left function.') ELSE left(s, n) END;
CREATE MACRO t_right(s, n) AS CASE WHEN n < 0 THEN error('E536 Invalid length parameter passed to the right function.') ELSE right(s, n) END;
CREATE MACRO t_substring(s, p, n) AS CASE WHEN n < 0 THEN error('E537 Invalid length parameter passed to the substring function.')
    WHEN p < 1 THEN left(s, greatest(n + p - 1, 0)) ELSE substring(s, p, n) END;
CREATE MACRO t_isnull(a, b) AS coalesce(a, b);
CREATE MACRO t_replace(s, f, r) AS CASE WHEN f = '' THEN s ELSE regexp_replace(s, regexp_escape(f), replace(r, '\', '\\'), 'gi') END;

CREATE MACRO t_quotename(s) AS '[' || replace(s, ']', ']]') || ']';
CREATE MACRO t_stuff(s, p, n, r) AS CASE WHEN p < 1 OR p > length(s) OR n < 0 THEN NULL ELSE left(s, p - 1) || coalesce(r, '') || substring(s, p + n) END;
CREATE MACRO t_space(n) AS repeat(' ', n);

-- TRY_CONVERT: null instead of an error ----------------------------------------------------------------------------------------------
CREATE MACRO t_try_num(x) AS CASE WHEN typeof(x) = 'VARCHAR' THEN CASE WHEN trim(CAST(x AS VARCHAR)) = '' THEN '0' WHEN regexp_full_match(CAST(x AS VARCHAR), '\s*[+-]?\d+\s*') THEN trim(CAST(x AS VARCHAR)) END ELSE t_num(x) END;
CREATE MACRO t_try_bit(x) AS CASE WHEN typeof(x) <> 'VARCHAR' OR regexp_full_match(lower(CAST(x AS VARCHAR)), '\s*(true|false|[+-]?\d+)?\s*') THEN t_bit(x) END;
CREATE MACRO t_try_dt(x) AS list_transform([x], lambda w: CASE WHEN typeof(w) <> 'VARCHAR' THEN TRY_CAST(w AS TIMESTAMP)
    WHEN regexp_full_match(CAST(w AS VARCHAR), '\d{8}( .*)?') THEN TRY_CAST(CAST(w AS VARCHAR)[1:4] || '-' || CAST(w AS VARCHAR)[5:6] || '-' || CAST(w AS VARCHAR)[7:] AS TIMESTAMP)
    WHEN regexp_full_match(CAST(w AS VARCHAR), '\d{4}-\d\d-\d\d([T ].*)?') THEN TRY_CAST(CAST(w AS VARCHAR) AS TIMESTAMP) END)[1];
CREATE MACRO t_try_datetime(x) AS t_datetime(t_try_dt(x));

-- bytes ------------------------------------------------------------------------------------------------------------------------------
CREATE MACRO t_blob(x) AS CASE WHEN typeof(x) = 'BLOB' THEN TRY_CAST(x AS BLOB) WHEN x IS NOT NULL THEN error('E50000 sandbox: this type to bytes') END;
CREATE MACRO t_blob1(x) AS unhex(substring(CAST(x AS VARCHAR), 3));
CREATE MACRO t_blob2(x) AS unhex(CAST(x AS VARCHAR));
CREATE MACRO t_hex2(x) AS CASE WHEN typeof(x) = 'BLOB' THEN hex(TRY_CAST(x AS BLOB)) WHEN x IS NOT NULL THEN error('E50000 sandbox: bytes as text of this type') END;
CREATE MACRO t_hashbytes(a, x) AS CASE WHEN upper(a) = 'SHA2_512' THEN x_sha512(t_blob(x)) ELSE error('E50000 sandbox: this hash') END;
CREATE MACRO t_hex1(x) AS '0x' || t_hex2(x);

-- metadata and session: x_… are functions of the engine (metadata-functions.ts) -------------------------------------------------------
CREATE MACRO t_db_id() AS x_db_id(getvariable('db_name')), (n) AS x_db_id(n);
CREATE MACRO t_db_name() AS getvariable('db_name'), (i) AS x_db_name(CAST(i AS INTEGER));
CREATE MACRO t_object_id(n) AS x_object_id(getvariable('session'), n, NULL), (n, t) AS x_object_id(getvariable('session'), n, t);
CREATE MACRO t_object_name(i) AS x_object_name(getvariable('db_name'), CAST(i AS INTEGER)), (i, d) AS x_object_name(x_db_name(CAST(d AS INTEGER)), CAST(i AS INTEGER));
CREATE MACRO t_object_schema_name(i) AS x_object_schema_name(getvariable('db_name'), CAST(i AS INTEGER)), (i, d) AS x_object_schema_name(x_db_name(CAST(d AS INTEGER)), CAST(i AS INTEGER));
CREATE MACRO t_schema_id(n) AS x_schema_id(getvariable('db_name'), n);
CREATE MACRO t_schema_name(i) AS x_schema_name(getvariable('db_name'), CAST(i AS INTEGER));
CREATE MACRO t_col_length(t, c) AS x_col_length(getvariable('db_name'), t, c);
CREATE MACRO t_serverproperty(p) AS x_serverproperty(p);
CREATE MACRO t_databasepropertyex(d, p) AS x_databaseproperty(d, p);
CREATE MACRO t_fileproperty(f, p) AS x_fileproperty(getvariable('db_name'), f, p);
CREATE MACRO t_has_perms_by_name(s, c, p) AS x_has(getvariable('session'), s, c, p);
CREATE MACRO t_has_dbaccess(d) AS x_has(getvariable('session'), d, 'DATABASE', 'CONNECT');
CREATE MACRO t_is_srvrolemember(r) AS x_has(getvariable('session'), NULL, 'SERVER ROLE', r), (r, m) AS x_granted(m, '', r);
CREATE MACRO t_is_rolemember(r) AS x_has(getvariable('session'), getvariable('db_name'), 'DATABASE ROLE', r), (r, m) AS x_granted(m, getvariable('db_name'), r);
CREATE MACRO t_is_member(r) AS x_has(getvariable('session'), getvariable('db_name'), 'DATABASE ROLE', r);
CREATE MACRO t_original_login() AS getvariable('login');
CREATE MACRO t_suser_sname() AS getvariable('login');
CREATE MACRO t_suser_name() AS getvariable('login');
CREATE MACRO t_system_user() AS getvariable('login');
CREATE MACRO t_user_name() AS CASE WHEN getvariable('login') = 'sa' THEN 'dbo' ELSE getvariable('login') END;
CREATE MACRO t_host_name() AS 'sandbox';
CREATE MACRO t_app_name() AS 'hart';
CREATE MACRO t_switchoffset(x, o) AS CASE WHEN o IN ('+00:00', '-00:00') THEN CAST(x AS TIMESTAMPTZ) ELSE error('E50000 sandbox: SWITCHOFFSET other than +00:00') END;
CREATE MACRO t_newid() AS uuid();
